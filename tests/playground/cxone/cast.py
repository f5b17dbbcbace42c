"""Who is on the calls of these tests, and how to reach them."""

from playground.cxone.documents import Agent, Skill

API = "/incontactapi/services/v30.0"
KEY = {"accessKeyId": "pretend-key", "accessKeySecret": "pretend-key-secret"}
CALL = 500000099001
CARDS = Skill(4401, "Cards")
LOANS = Skill(4402, "Loans")
WEI_LING = Agent(7001, "Wei Ling", "Tan")
AISYAH = Agent(7002, "Nurul", "Aisyah")
