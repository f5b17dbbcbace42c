"""Stories that a NICE CXone Studio script tells: its call fails, and #incidents hears why."""

from playground.genesys import Behaviour, Happening
from playground.stories.calls import plain
from playground.stories.story import Story, conversation_id, participant_id
from playground.studio import FORM, JSON, ScriptedCall

INCIDENTS = "C0INCID"
AGENT = 3
_BODY = '{"cause": "user_request", "reason": "user_request"}'


def _path(number: int) -> str:
    return f"/api/v2/conversations/{conversation_id(number)}/participants/{participant_id(number, AGENT)}/disconnect"


STORIES: tuple[Story, ...] = (
    Story(
        number=150,
        slug="studio-form-then-json",
        title="A Studio script fails, first form-encoded, then as JSON",
        what=(
            "A script disconnects Tan Wei Ling through the gateway: first with the proxy's own content type, then as "
            "JSON, but by then she has hung up."
        ),
        try_=(
            "Start the story and watch #incidents: the first card says that the body was form-encoded.",
            "A quarter of a minute later a second card explains the 409: she is no longer on the call.",
            "*Look up* shows the conversation, in the card's thread.",
        ),
        scene=plain,
        behaviour=Behaviour(happenings=(Happening(does="leaves", participant=participant_id(150, AGENT), after=12),)),
        org="gateway-strict",
        channel=INCIDENTS,
        script=(
            ScriptedCall(path=_path(150), body="reason=user_request", content_type=FORM),
            ScriptedCall(path=_path(150), body=_BODY, content_type=JSON, wait=16),
        ),
    ),
    Story(
        number=151,
        slug="studio-wrong-host",
        title="A Studio script calls a Genesys path on a CXone host",
        what="The script took the path from one vendor's pages and the host from the other's.",
        try_=("Start the story and watch #incidents: the card says whose path and whose host it is.",),
        scene=plain,
        org="gateway-strict",
        channel=INCIDENTS,
        script=(
            ScriptedCall(
                path=_path(151),
                body=_BODY,
                content_type=JSON,
                host="https://api-au1.niceincontact.com",
                answer=(404, "resource not found"),
            ),
        ),
    ),
    Story(
        number=152,
        slug="studio-no-answer",
        title="A Studio script gets no answer",
        what="The script's call comes to nothing: it has the status -1, and no words.",
        try_=("Start the story and watch #incidents: the card says that nobody can know whether the call arrived.",),
        scene=plain,
        org="gateway-strict",
        channel=INCIDENTS,
        script=(ScriptedCall(path=_path(152), body=_BODY, content_type=JSON, answer=(-1, "")),),
    ),
)
