"""Who is on the call that these tests look at."""

from playground.documents import Named, derived

CALL = "ca110001-0000-4000-8000-000000000000"
CUSTOMER, QUEUE, AGENT = (derived(CALL, place) for place in (1, 2, 3))
CARDS = Named("90e0e000-0000-4000-8000-000000000001", "Cards – Lost and Stolen")
WEI_LING = Named("a9e27000-0000-4000-8000-000000000001", "Tan Wei Ling")
