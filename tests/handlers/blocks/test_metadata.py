import pytest
from pydantic import ValidationError

from handlers.blocks.metadata import Target, Ticket


@pytest.mark.parametrize("kind", [Target, Ticket])
def test_what_cannot_be_read_is_not_repeated_by_the_error(kind: type[Target] | type[Ticket]):
    with pytest.raises(ValidationError) as wrong:
        kind.model_validate_json('{"org": ["Jordan Rivera"], "participant_name": ["Jordan Rivera"]}')
    assert "Jordan" not in str(wrong.value)
