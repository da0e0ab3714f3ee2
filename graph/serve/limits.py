"""Every bound of the server in one place."""

from dataclasses import dataclass, field

from aseankg.graph.store.answering import Bounds


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request, one client and all of them may take. Times are in seconds, sizes in bytes."""

    query_time: float = 30
    """After which a query is killed."""
    memory: int = 1_000_000_000
    """What one query may take beyond what its process has when idle."""
    answer: Bounds = field(default_factory=Bounds)
    workers: int = 2
    """Queries that run at once."""
    waiting: int = 64
    """Queries that may wait for a worker."""
    wait_time: float = 30
    """How long they wait."""
    per_client: int = 32
    """Queries that one address may have running and waiting."""
    body: int = 1_000_000
    """Of a request."""
    address: int = 16_000
    """Of the address of a request, its parameters included."""
    graphs: int = 1_000
    """Graphs that a request may name."""
    read_time: float = 10
    """In which a request has to arrive: its head, and then its body."""
    send_time: float = 30
    """In which a client has to take a piece of an answer."""
    connections: int = 512
    stop_time: int = 35
    """What running requests have left once the server is told to stop."""
