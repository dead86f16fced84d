"""Why a query of the user came to nothing, sorted by what the user does about it."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus

from builder.errors import ParameterError, QueryError, RasdError, RefusedError, TooLargeError, TooSlowError
from builder.sparql.transport import EndpointError


class Problem(StrEnum):
    """What is the matter; the values end the keys of labels that say what to do."""

    VALUE = "value"
    SYNTAX = "syntax"
    REFUSED = "refused"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    WRONG = "wrong"
    ENDPOINT = "endpoint"
    STORE = "store"


_STATUSES = {
    HTTPStatus.REQUEST_TIMEOUT: Problem.TOO_SLOW,
    HTTPStatus.GATEWAY_TIMEOUT: Problem.TOO_SLOW,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Problem.TOO_LARGE,
}


def problem_of(error: RasdError, *, remote: bool) -> Problem:
    """The kind of an error; *remote* where an endpoint was asked and not a store of this machine."""
    match error:
        case ParameterError():
            return Problem.VALUE
        case RefusedError():
            return Problem.REFUSED
        case QueryError():
            return Problem.WRONG if error.line is None else Problem.SYNTAX
        case TooSlowError():
            return Problem.TOO_SLOW
        case TooLargeError():
            return Problem.TOO_LARGE
        case EndpointError() if error.status in _STATUSES:
            return _STATUSES[HTTPStatus(error.status)]
    return Problem.ENDPOINT if remote else Problem.STORE
