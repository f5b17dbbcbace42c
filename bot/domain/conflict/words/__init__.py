"""The one room of wording: headlines, observations, what was ruled out, next steps. Plain sentences, no markup."""
