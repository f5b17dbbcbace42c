"""What the platform says when it says no: a status, and a reason in a header, in the body, in both or nowhere."""

from collections.abc import Mapping
from typing import Any, Literal

from playground.pretend.exchange import Answer

SaysReasons = Literal["header", "body", "both", "nowhere"]

# The words that are known of this platform, by status; spellings vary by endpoint and version.
WORDS: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "resource not found",
    405: "Method Not Allowed",
    409: "Invalid State.",
}
INVALID_CONTACT = "InvalidContactId"
INVALID_SESSION = "InvalidAgentSession"


class RefusalError(Exception):
    """A request that ends in an error answer. `says` overrides where the tenant's answers say reasons."""

    def __init__(
        self,
        status: int,
        description: str = "",
        *,
        body: Mapping[str, Any] | str | None = None,
        headers: Mapping[str, str] | None = None,
        says: SaysReasons | None = None,
    ) -> None:
        super().__init__(status, description)
        self.status = status
        self.description = description or WORDS.get(status, "")
        self.body = body
        self.headers = dict(headers or {})
        self.says = says

    def answer(self, says: SaysReasons) -> Answer:
        """Compose the answer, in a tenant that `says` its reasons there."""
        where = self.says or says
        headers = dict(self.headers)
        body: object = self.body
        if self.description and where in ("header", "both"):
            headers.setdefault("icStatusDescription", self.description)
        if self.description and where in ("body", "both") and body is None:
            body = {"error": self.description.replace(" ", ""), "error_description": self.description}
        return Answer(status=self.status, body=body, headers=headers)
