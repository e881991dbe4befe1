"""Names written by systems of romanisation: each a table of letters, with a few rules for where they stand.

Made from the published tables of each system, for tests and benchmarks. What matching knows is in `mappings/names/`;
these find out whether it knows enough.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_VOWELS = "аеёиоуыэюяіїє"


class System(NamedTuple):
    """A system: what is written for letters, and at the start or behind a vowel for those of `start`."""

    letters: dict[str, str]
    start: dict[str, str]
    endings: tuple[tuple[str, str], ...] = ()

    def write(self, name: str) -> str:
        """A Cyrillic name in this system, words with a capital."""
        return " ".join(self._word(word).capitalize() for word in name.lower().split())

    def _word(self, word: str) -> str:
        written = ""
        for at, letter in enumerate(word):
            first = at == 0 or word[at - 1] in _VOWELS + "ьъ"
            written += self.start.get(letter, self.letters[letter]) if first else self.letters[letter]
        for ending, instead in self.endings:
            written = re.sub(f"{ending}$", instead, written)
        return written


def _table(written: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in written.split())


_COMMON = _table("а:a б:b д:d з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t ф:f ъ: ь: э:e ё:e г:g в:v ы:y й:y у:u е:e")

RUSSIAN = {
    "BGN/PCGN": System(_COMMON | _table("ж:zh х:kh ц:ts ч:ch ш:sh щ:shch ю:yu я:ya ё:yo"), {"е": "ye"}),
    "passport": System(_COMMON | _table("ж:zh х:kh ц:ts ч:ch ш:sh щ:shch ю:iu я:ia ъ:ie й:i"), {}),
    "press": System(
        _COMMON | _table("ж:zh х:kh ц:ts ч:ch ш:sh щ:shch ю:yu я:ya"), {"е": "ye"}, (("(i|y)y", "y"), ("iya", "ia"))
    ),
    "scientific": System(_COMMON | _table("ж:ž х:x ц:c ч:č ш:š щ:šč ю:ju я:ja й:j ё:ë"), {}),
    "ISO 9": System(_COMMON | _table("ж:ž х:h ц:c ч:č ш:š щ:ŝ ю:û я:â й:j ё:ë э:è ь:ʹ ъ:ʺ"), {}),
    "French": System(
        _COMMON | _table("ж:j х:kh ц:ts ч:tch ш:ch щ:chtch ю:iou я:ia у:ou й:ï"),
        {"е": "e", "ю": "iou"},
        (("(i|y)ï", "i"), ("in", "ine")),
    ),
    "German": System(
        _COMMON | _table("ж:sch х:ch ц:z ч:tsch ш:sch щ:schtsch ю:ju я:ja й:i в:w з:s"),
        {"е": "je"},
        (("(i|y)i", "i"),),
    ),
    "Polish": System(
        _COMMON | _table("ж:ż х:ch ц:c ч:cz ш:sz щ:szcz ю:ju я:ja й:j в:w л:ł ё:jo"), {"е": "je"}, (("(i|y)j", "i"),)
    ),
    "Turkish": System(_COMMON | _table("ж:j х:h ц:ts ч:ç ш:ş щ:şç ю:yu я:ya ы:ı ё:yo"), {"е": "ye"}),
    "Czech": System(_COMMON | _table("ж:ž х:ch ц:c ч:č ш:š щ:šč ю:ju я:ja й:j ё:jo"), {"е": "je"}),
    "Dutch": System(_COMMON | _table("ж:zj х:ch ц:ts ч:tsj ш:sj щ:sjtsj ю:joe я:ja й:j у:oe ё:jo"), {"е": "je"}),
    "Hungarian": System(_COMMON | _table("ж:zs х:h ц:c ч:cs ш:s щ:scs ю:ju я:ja й:j с:sz ы:i"), {"е": "je"}),
    "Italian": System(_COMMON | _table("ж:ž х:ch ц:c ч:č ш:š щ:šč ю:ju я:ja й:j"), {}),
    "Spanish": System(_COMMON | _table("ж:zh х:j ц:ts ч:ch ш:sh щ:shch ю:iu я:ia й:i"), {"е": "ye"}, (("ii", "i"),)),
}

_KAZAKH = _COMMON | _table("ж:zh х:kh ц:ts ч:ch ш:sh щ:shch ю:yu я:ya ё:yo ә:a ғ:g қ:k ң:ng ө:o ұ:u ү:u һ:h і:i")

KAZAKH = {
    "BGN/PCGN": System(_KAZAKH | _table("ә:ä ғ:gh қ:q ө:ö ұ:ū ү:ü"), {"е": "e"}),
    "passport": System(_KAZAKH, {"е": "ye"}),
    "Latin of 2018": System(
        _KAZAKH | _table("ә:á ғ:ǵ ж:j қ:q ң:ń ө:ó ұ:u ү:ú х:h ы:y й:ı и:ı і:i у:ý ш:sh ч:ch"), {"е": "e"}
    ),
    "Latin of 2021": System(_KAZAKH | _table("ә:ä ғ:ğ ж:j қ:q ң:ñ ө:ö ұ:ū ү:ü х:h ы:y й:i ш:ş ч:ç у:u"), {"е": "e"}),
    "Turkish": System(_KAZAKH | _table("ә:e ғ:ğ ж:j қ:k ң:n ө:ö ү:ü х:h ы:ı ш:ş ч:ç"), {"е": "ye"}),
    "French": System(_KAZAKH | _table("ж:j ш:ch у:ou ұ:ou ү:ou й:ï ю:iou я:ia"), {"е": "e"}),
    "German": System(_KAZAKH | _table("ж:sch х:ch ш:sch в:w з:s й:i ю:ju я:ja"), {"е": "je"}),
    "plain Latin": System(_KAZAKH | _table("ж:j х:h ш:sh"), {"е": "e"}),
}

UKRAINIAN = {
    "national": System(
        _COMMON | _table("г:h ґ:g и:y і:i ї:i є:ie ж:zh х:kh ц:ts ч:ch ш:sh щ:shch ю:iu я:ia й:i"),
        {"є": "ye", "ї": "yi", "ю": "yu", "я": "ya"},
    ),
    "BGN/PCGN": System(_COMMON | _table("г:h ґ:g и:y і:i ї:yi є:ye ж:zh х:kh ц:ts ч:ch ш:sh щ:shch ю:yu я:ya й:y"), {}),
    "scientific": System(_COMMON | _table("г:h ґ:g и:y і:i ї:ï є:je ж:ž х:x ц:c ч:č ш:š щ:šč ю:ju я:ja й:j"), {}),
    "German": System(
        _COMMON | _table("г:h ґ:g и:y і:i ї:ji є:je ж:sch х:ch ц:z ч:tsch ш:sch щ:schtsch ю:ju я:ja й:j в:w з:s"), {}
    ),
    "French": System(
        _COMMON | _table("г:h ґ:g и:y і:i ї:ï є:ie ж:j х:kh ц:ts ч:tch ш:ch щ:chtch ю:iou я:ia й:ï у:ou"), {}
    ),
    "Polish": System(
        _COMMON | _table("г:h ґ:g и:y і:i ї:ji є:je ж:ż х:ch ц:c ч:cz ш:sz щ:szcz ю:ju я:ja й:j в:w л:ł"), {}
    ),
}

NAMES = {
    "Russian": (
        RUSSIAN,
        """
        Михаил Ходорковский|Алексей Навальный|Борис Немцов|Анна Политковская|Наталья Эстемирова|Сергей Лавров
        Никита Хрущёв|Пётр Чайковский|Фёдор Достоевский|Александр Солженицын|Владимир Жириновский|Юлия Навальная
        Евгений Жовтис|Мухтар Джакишев|Галымжан Жакиянов|Серикжан Мамбеталин|Жанна Байтелова|Юрий Щекочихин
        Елена Цветкова|Яна Ёлкина|Татьяна Чернышёва|Андрей Бабицкий|Зоя Светова|Людмила Алексеева|Олег Орлов
        Ильяс Хасенов|Айгуль Отепова|Нурсултан Назарбаев|Касым Токаев|Ермек Нарымбаев|Бауыржан Азанов|Болат Рысбеков
        Сергей Магнитский|Станислав Маркелов|Анастасия Бабурова|Захар Прилепин|Эдуард Лимонов|Харис Юсупов
        Рашид Нургалиев|Рамзан Кадыров|Ахмед Закаев|Зелимхан Яндарбиев|Хава Гайсанова|Магомед Евлоев|Ислам Каримов
        Вячеслав Изместьев|Геннадий Гудков|Григорий Явлинский|Дмитрий Муратов|Игорь Каляпин|Ксения Собчак
        """,
    ),
    "Kazakh": (
        KAZAKH,
        """
        Мұхтар Жәкішев|Қасым Тоқаев|Нұрсұлтан Назарбаев|Ғалымжан Жақиянов|Жанболат Мамай|Болат Әтабаев|Макс Боқаев
        Талғат Аян|Асқар Жұмаділдаев|Өміржан Өтегенов|Гүлнәр Әбілқасымова|Әлия Мұратова|Ұлан Шәріпов|Үміт Сәрсенова
        Қуаныш Іздібаев|Жәнібек Хасенов|Шоқан Уәлиханов|Дархан Кәлетаев|Ерлан Қарин|Серік Жүсіпов|Айгүл Өтепова
        Бауыржан Азанов|Ермек Нарымбаев|Ержан Қазыханов|Сәуле Әбілдаханова|Қайрат Сатыбалды|Нұрлан Жақсыбеков
        Мұрат Тұңғышбаев|Ғалым Ағелеуов|Бақытжан Төреғожина|Жұлдыз Есенова|Ақбота Оразалина
        """,
    ),
    "Ukrainian": (
        UKRAINIAN,
        """
        Володимир Зеленський|Юлія Тимошенко|Сергій Жадан|Олександр Усик|Петро Порошенко|Андрій Шевченко|Надія Савченко
        Ігор Щербак|Євген Захаров|Олег Сенцов|Григорій Немиря|Микола Азаров|Віталій Кличко|Арсеній Яценюк
        Людмила Денісова|Олександра Матвійчук|Зоряна Скалецька|Дмитро Кулеба|Тетяна Чорновол|Оксана Їжакевич
        Богдан Хмельницький|Леся Українка|Михайло Грушевський
        """,
    ),
}


def cyrillic(language: str) -> list[str]:
    """The names of a language in its own script."""
    return [name.strip() for line in NAMES[language][1].splitlines() for name in line.split("|") if name.strip()]
