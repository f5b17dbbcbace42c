"""The people and skills of the CXone stories, all made up, with numbers that nobody has."""

from playground.cxone.documents import Agent, Skill

CLAIMS = Skill(4401, "Motor Claims")
ROADSIDE = Skill(4402, "Roadside Assistance")
CHAT = Skill(4403, "Web and Messaging")
TOWING = Skill(4404, "Towing")

PRIYA = Agent(7001, "Priya", "Nair")
LACHLAN = Agent(7002, "Lachlan", "Reid")
MEI_HUI = Agent(7003, "Mei Hui", "Goh")
TOM = Agent(7004, "Tom", "Papadakis")
# These have one story each, since an agent's own row names one contact at most.
BRONTE = Agent(7005, "Bronte", "Walsh")
AROHA = Agent(7006, "Aroha", "Ngata")
KIRAN = Agent(7007, "Kiran", "Desai")
ANIKA = Agent(7008, "Anika", "Larsen")
RUTH = Agent(7009, "Ruth", "Okafor")
JONAS = Agent(7010, "Jonas", "Weber")

# +61 2 5550 xxxx and +44 20 7946 0xxx are kept free for fiction.
CALLER = "+61255500147"
OTHER_CALLER = "+61255500163"
TOW_TRUCK = "+442079460091"
