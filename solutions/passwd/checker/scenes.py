"""How the checker asks which exception came, and with which errno."""


def complaint(stage, function, *arguments):
    """Return the exception's name and its errno, as "OSError with errno 5"."""
    try:
        getattr(stage.script, function)(*arguments)
    except (OSError, LookupError) as error:
        return f"{type(error).__name__} with errno {getattr(error, 'errno', None)}"
    return "nothing"
