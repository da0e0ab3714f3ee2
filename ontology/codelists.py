"""The closed code lists, as types: a record may hold no other word. Defined with their meanings in `codes/*.ttl`.

Each name is the scheme's in camel case (`SourceKind` is scheme `source-kind`); a test holds both sides together.
"""

from typing import Literal

SourceKind = Literal[
    "treaty text",
    "depositary notice",
    "audited report",
    "adopted text",
    "secretariat release",
    "secretariat page",
    "government release",
    "government page",
    "organisation page",
    "project sheet",
    "agency report",
    "press report",
    "academic work",
    "database",
    "encyclopaedia",
    "blog",
]
Reading = Literal["whole", "opening", "excerpt"]
ReadingResult = Literal["confirmed", "corrected", "withdrawn"]
ReadingFault = Literal["form", "substance"]
Basis = Literal["stated", "derived", "inferred", "doubtful"]
Speaker = Literal["author", "joint", "unnamed analysts", "unnamed observers"]
BodyKind = Literal[
    "organisation",
    "organ",
    "council",
    "ministerial body",
    "senior officials",
    "committee",
    "working group",
    "secretariat",
    "division",
    "centre",
    "fund",
    "mechanism",
    "grouping",
    "ministry",
    "government body",
    "other",
]
Pillar = Literal["political-security", "economic", "socio-cultural", "cross-pillar"]
FrameworkKind = Literal[
    "treaty",
    "protocol",
    "charter",
    "agreement",
    "declaration",
    "joint declaration",
    "joint statement",
    "statement",
    "vision",
    "joint vision statement",
    "implementation plan",
    "blueprint",
    "strategic plan",
    "outlook",
    "master plan",
    "work plan",
    "work programme",
    "roadmap",
    "plan of action",
    "practical cooperation areas",
    "priority plan",
    "recovery framework",
    "framework of cooperation",
    "memorandum of understanding",
    "initiative",
    "priorities",
    "other",
]
LineKind = Literal[
    "pillar",
    "characteristic",
    "section",
    "area",
    "sub-area",
    "element",
    "paragraph",
    "action line",
    "goal",
]
SeriesKind = Literal[
    "summit",
    "partner summit",
    "ministerial meeting",
    "senior officials meeting",
    "dialogue",
    "joint cooperation committee",
    "forum",
    "committee",
    "retreat",
    "other",
]
MembershipRole = Literal["member", "founding member", "observer", "participant", "chair", "depositary"]
PartnershipStatus = Literal[
    "consultative partner",
    "sectoral dialogue partner",
    "dialogue partner",
    "development partner",
    "comprehensive partner",
    "observer",
    "special observer",
    "secretariat-level cooperation",
    "guest",
]
PartnershipLevel = Literal[
    "enhanced partnership",
    "comprehensive cooperation partnership",
    "strategic partnership",
    "comprehensive strategic partnership",
]
StartEvent = Literal["agreed in principle", "announced", "conferred", "established", "launched", "formalised"]
ConsentStep = Literal[
    "application",
    "agreement of the parties",
    "signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "deposit",
    "entry into force",
]
ExpectedAct = Literal[
    "accession",
    "signature",
    "application",
    "partnership upgrade",
    "partnership",
    "membership",
    "meeting",
    "activity",
    "adoption",
    "delivery",
    "entry into force",
]
ExpectationStage = Literal["announced", "planned", "applied for", "supported", "agreed", "awaited"]
MeetingMode = Literal["in person", "video conference", "hybrid"]
MeetingRole = Literal["chair", "co-chair", "host", "guest", "participant"]
OfficialRank = Literal["leaders", "ministers", "senior officials", "ambassadors", "experts"]
TopicRole = Literal[
    "discussed",
    "explored",
    "exchanged views",
    "progress reported",
    "highlighted",
    "for closer cooperation",
    "new priority",
]
Signed = Literal["none", "some"]
ActivityKind = Literal["project", "programme", "initiative", "event"]
ActivityRole = Literal["proponent", "funding", "accountable", "extending", "implementing", "beneficiary"]
Lifecycle = Literal["not stated", "proposed", "active", "completed", "suspended", "cancelled", "superseded"]
OutputStatus = Literal["planned", "in progress", "delivered", "not stated"]
CommitmentKind = Literal["legal obligation", "political commitment", "pledge", "intention"]
ObligorRule = Literal["each", "all", "any", "not stated"]
MoneyKind = Literal["pledge", "commitment", "disbursement", "expenditure", "not stated"]
Stance = Literal[
    "supports",
    "welcomes",
    "agrees to a proposal",
    "reaffirms",
    "shares a view",
    "highlights",
    "suggests",
    "hopes",
    "informs",
]
DeliveryStage = Literal[
    "not started", "in progress", "partly delivered", "delivered", "not delivered", "reversed"
]
"""What one document reports. The status that follows from all documents is computed: `DeliveryStatus`."""
Extent = Literal["full", "partial", "not stated"]
DeliveryStatus = Literal[
    "not assessable",
    "not yet due",
    "not looked for",
    "no evidence found",
    "not started",
    "in progress",
    "partly delivered",
    "delivered",
    "delivered late",
    "not delivered",
    "reversed",
]
EvidenceGrade = Literal["E0", "E1", "E2", "E3", "E4"]
Coverage = Literal["evidence on record", "searched without result", "not searched"]
Finding = Literal["nothing", "see records"]
CrosswalkMatch = Literal["exact", "close", "split", "merged", "dropped"]
