"""How Moodle calls what its grading worksheet holds, in the languages that a roster may have.

The words are those of its packs of languages (mod_assign). The importer compares them with those of
whoever uploads, so that a worksheet is filled in under the titles that it came with.
"""

from __future__ import annotations

from .roster import bare

__all__ = ["is_hidden", "same_title"]

# English, German, French, Spanish, Portuguese, Italian and Dutch: letters without accents.
TITLES = {
    "Identifier": """identifier id identifiant identificador identificatore identificativo
        identificatie""",
    "Full name": """fullname vollstandigername nomcomplet nombrecompleto nomecompleto
        cognomenome volledigenaam""",
    "Email address": """emailaddress emailadresse adressedecourriel direcciondecorreo
        enderecodeemail indirizzoemail emailadres""",
    "Grade": "grade bewertung note calificacion nota valutazione cijfer beoordeling",
    "Maximum grade": """maximumgrade bestwertung bestbewertung notemaximale calificacionmaxima
        notamaxima valutazionemassima maximaalcijfer""",
    "Last modified (grade)": """lastmodifiedgrade zuletztgeandertbewertung
        dernieremodificationnote ultimamodificacioncalificacion ultimamodificacaonota
        ultimamodificavalutazione laatstgewijzigdbeoordeling laatstgewijzigdcijfer""",
    "Feedback comments": """feedbackcomments feedbackalskommentar feedbackparcommentaires
        comentariosderetroalimentacion comentariosdefeedback commentidifeedback
        feedbackopmerkingen""",
}
# What stands in the place of a name where marking is blind.
HIDDEN = (
    "participant", "participante", "participantes", "partecipante", "deelnemer", "teilnehmer",
    "teilnehmerin", "teilnehmerinnen",
)  # fmt: skip


def same_title(title: str, known: str) -> bool:
    """Say whether a column is what Moodle's English worksheet calls so."""
    return bare(title) in TITLES.get(known, bare(known)).split()


def is_hidden(name: str) -> bool:
    """Say whether a name is no person's, but what stands for everybody's."""
    return bare(name) in HIDDEN
