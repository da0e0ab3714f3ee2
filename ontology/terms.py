"""Every term that the code may name. A test holds this list and `aseankg.ttl` together: neither has a term more."""

from aseankg.ontology.iris import ONTOLOGY

_DCTERMS = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"
_PROV = "http://www.w3.org/ns/prov#"
_XSD = "http://www.w3.org/2001/XMLSchema#"


class akg:  # noqa: N801 - reads like the prefix it stands for
    """The project's own vocabulary."""

    # actors
    Actor = ONTOLOGY + "Actor"
    State = ONTOLOGY + "State"
    Body = ONTOLOGY + "Body"
    Person = ONTOLOGY + "Person"
    Post = ONTOLOGY + "Post"
    Tenure = ONTOLOGY + "Tenure"
    # norms
    Framework = ONTOLOGY + "Framework"
    ActionLine = ONTOLOGY + "ActionLine"
    Topic = ONTOLOGY + "Topic"
    # ties and expectations
    Tie = ONTOLOGY + "Tie"
    Membership = ONTOLOGY + "Membership"
    Partnership = ONTOLOGY + "Partnership"
    Consent = ONTOLOGY + "Consent"
    Expectation = ONTOLOGY + "Expectation"
    # happenings
    Meeting = ONTOLOGY + "Meeting"
    MeetingSeries = ONTOLOGY + "MeetingSeries"
    Participation = ONTOLOGY + "Participation"
    Treatment = ONTOLOGY + "Treatment"
    Place = ONTOLOGY + "Place"
    Activity = ONTOLOGY + "Activity"
    Involvement = ONTOLOGY + "Involvement"
    Output = ONTOLOGY + "Output"
    Service = ONTOLOGY + "Service"
    # promises
    Promise = ONTOLOGY + "Promise"
    Commitment = ONTOLOGY + "Commitment"
    Contribution = ONTOLOGY + "Contribution"
    Delivery = ONTOLOGY + "Delivery"
    Fulfilment = ONTOLOGY + "Fulfilment"
    SearchLog = ONTOLOGY + "SearchLog"
    # stances and figures
    Position = ONTOLOGY + "Position"
    Claim = ONTOLOGY + "Claim"
    # evidence
    Source = ONTOLOGY + "Source"
    Publisher = ONTOLOGY + "Publisher"
    Disagreement = ONTOLOGY + "Disagreement"
    Crosswalk = ONTOLOGY + "Crosswalk"
    SecondReading = ONTOLOGY + "SecondReading"

    # identity and description
    iso2 = ONTOLOGY + "iso2"
    iso3 = ONTOLOGY + "iso3"
    code = ONTOLOGY + "code"
    kind = ONTOLOGY + "kind"
    pillar = ONTOLOGY + "pillar"
    parent = ONTOLOGY + "parent"
    country = ONTOLOGY + "country"
    # place in a document, speaker, basis
    at = ONTOLOGY + "at"
    saidBy = ONTOLOGY + "saidBy"
    basis = ONTOLOGY + "basis"
    # time
    date = ONTOLOGY + "date"
    earliest = ONTOLOGY + "earliest"
    latest = ONTOLOGY + "latest"
    start = ONTOLOGY + "start"
    startEarliest = ONTOLOGY + "startEarliest"
    startLatest = ONTOLOGY + "startLatest"
    end = ONTOLOGY + "end"
    endEarliest = ONTOLOGY + "endEarliest"
    endLatest = ONTOLOGY + "endLatest"
    inForce = ONTOLOGY + "inForce"
    duration = ONTOLOGY + "duration"
    seen = ONTOLOGY + "seen"
    due = ONTOLOGY + "due"
    dateBasis = ONTOLOGY + "dateBasis"
    # frameworks
    adoptedAt = ONTOLOGY + "adoptedAt"
    party = ONTOLOGY + "party"
    implements = ONTOLOGY + "implements"
    follows = ONTOLOGY + "follows"
    framework = ONTOLOGY + "framework"
    # ties
    member = ONTOLOGY + "member"
    of = ONTOLOGY + "of"
    role = ONTOLOGY + "role"
    partner = ONTOLOGY + "partner"
    withActor = ONTOLOGY + "withActor"
    status = ONTOLOGY + "status"
    level = ONTOLOGY + "level"
    startEvent = ONTOLOGY + "startEvent"
    meeting = ONTOLOGY + "meeting"
    document = ONTOLOGY + "document"
    instrument = ONTOLOGY + "instrument"
    step = ONTOLOGY + "step"
    person = ONTOLOGY + "person"
    post = ONTOLOGY + "post"
    actor = ONTOLOGY + "actor"
    # expectations
    act = ONTOLOGY + "act"
    stage = ONTOLOGY + "stage"
    concerns = ONTOLOGY + "concerns"
    # meetings
    series = ONTOLOGY + "series"
    ordinal = ONTOLOGY + "ordinal"
    place = ONTOLOGY + "place"
    mode = ONTOLOGY + "mode"
    partOf = ONTOLOGY + "partOf"
    participation = ONTOLOGY + "participation"
    rank = ONTOLOGY + "rank"
    treatment = ONTOLOGY + "treatment"
    topic = ONTOLOGY + "topic"
    adopted = ONTOLOGY + "adopted"
    firstOfItsKind = ONTOLOGY + "firstOfItsKind"
    signed = ONTOLOGY + "signed"
    convenedBy = ONTOLOGY + "convenedBy"
    # activities
    lifecycle = ONTOLOGY + "lifecycle"
    involvement = ONTOLOGY + "involvement"
    output = ONTOLOGY + "output"
    serves = ONTOLOGY + "serves"
    actionLine = ONTOLOGY + "actionLine"
    # promises and money
    obligor = ONTOLOGY + "obligor"
    obligorRule = ONTOLOGY + "obligorRule"
    beneficiary = ONTOLOGY + "beneficiary"
    by = ONTOLOGY + "by"
    to = ONTOLOGY + "to"
    amount = ONTOLOGY + "amount"
    currency = ONTOLOGY + "currency"
    converted = ONTOLOGY + "converted"
    convertedCurrency = ONTOLOGY + "convertedCurrency"
    rate = ONTOLOGY + "rate"
    rateDate = ONTOLOGY + "rateDate"
    settlesIf = ONTOLOGY + "settlesIf"
    restates = ONTOLOGY + "restates"
    sameAs = ONTOLOGY + "sameAs"
    maybeSameAs = ONTOLOGY + "maybeSameAs"
    fulfils = ONTOLOGY + "fulfils"
    promise = ONTOLOGY + "promise"
    extent = ONTOLOGY + "extent"
    share = ONTOLOGY + "share"
    # computed by the build, never entered
    delivery = ONTOLOGY + "delivery"
    evidenceGrade = ONTOLOGY + "evidenceGrade"
    score = ONTOLOGY + "score"
    coverage = ONTOLOGY + "coverage"
    deliveryRule = ONTOLOGY + "deliveryRule"
    firstMade = ONTOLOGY + "firstMade"
    # inferred by named rules
    within = ONTOLOGY + "within"
    servesWithin = ONTOLOGY + "servesWithin"
    concernsMember = ONTOLOGY + "concernsMember"
    metBy = ONTOLOGY + "metBy"
    # stances and figures
    stance = ONTOLOGY + "stance"
    on = ONTOLOGY + "on"
    measure = ONTOLOGY + "measure"
    value = ONTOLOGY + "value"
    unit = ONTOLOGY + "unit"
    numerator = ONTOLOGY + "numerator"
    denominator = ONTOLOGY + "denominator"
    # evidence
    origin = ONTOLOGY + "origin"
    published = ONTOLOGY + "published"
    publicBy = ONTOLOGY + "publicBy"
    read = ONTOLOGY + "read"
    curatedBy = ONTOLOGY + "curatedBy"
    curatedOn = ONTOLOGY + "curatedOn"
    retrieved = ONTOLOGY + "retrieved"
    statesAsOf = ONTOLOGY + "statesAsOf"
    mentions = ONTOLOGY + "mentions"
    property = ONTOLOGY + "property"
    preferred = ONTOLOGY + "preferred"
    other = ONTOLOGY + "other"
    rule = ONTOLOGY + "rule"
    asOf = ONTOLOGY + "asOf"
    knownOn = ONTOLOGY + "knownOn"
    overlay = ONTOLOGY + "overlay"
    drawsOnOverlay = ONTOLOGY + "drawsOnOverlay"
    # second readings
    secondReading = ONTOLOGY + "secondReading"
    readBy = ONTOLOGY + "readBy"
    readOn = ONTOLOGY + "readOn"
    result = ONTOLOGY + "result"
    fault = ONTOLOGY + "fault"
    # searches and crosswalks
    searched = ONTOLOGY + "searched"
    searchedFor = ONTOLOGY + "searchedFor"
    searchedIn = ONTOLOGY + "searchedIn"
    found = ONTOLOGY + "found"
    fromLine = ONTOLOGY + "fromLine"
    toLine = ONTOLOGY + "toLine"
    match = ONTOLOGY + "match"


class dcterms:  # noqa: N801
    """Dublin Core."""

    identifier = _DCTERMS + "identifier"
    title = _DCTERMS + "title"
    description = _DCTERMS + "description"
    publisher = _DCTERMS + "publisher"
    language = _DCTERMS + "language"
    license = _DCTERMS + "license"


class rdf:  # noqa: N801
    """RDF."""

    type = _RDF + "type"


class rdfs:  # noqa: N801
    """RDF Schema."""

    label = _RDFS + "label"
    subClassOf = _RDFS + "subClassOf"
    seeAlso = _RDFS + "seeAlso"


class skos:  # noqa: N801
    """SKOS."""

    altLabel = _SKOS + "altLabel"
    broader = _SKOS + "broader"
    note = _SKOS + "note"
    prefLabel = _SKOS + "prefLabel"


class prov:  # noqa: N801
    """PROV."""

    used = _PROV + "used"
    wasDerivedFrom = _PROV + "wasDerivedFrom"


class schema:  # noqa: N801
    """Schema.org."""

    sameAs = _SCHEMA + "sameAs"


class xsd:  # noqa: N801
    """XML Schema datatypes, and the Library of Congress's datatype for dates that XML Schema cannot say."""

    string = _XSD + "string"
    boolean = _XSD + "boolean"
    integer = _XSD + "integer"
    decimal = _XSD + "decimal"
    date = _XSD + "date"
    gYear = _XSD + "gYear"
    gYearMonth = _XSD + "gYearMonth"
    duration = _XSD + "duration"
    anyURI = _XSD + "anyURI"
    edtf = "http://id.loc.gov/datatypes/edtf/EDTF"
