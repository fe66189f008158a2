"""Words that carry no content, by language: function words and question words. Knows nothing of scoring."""

from __future__ import annotations

_QUESTION_ID = """
apa apakah apaan siapa siapakah kapan kapankah mana manakah dimana dimanakah kemana kemanakah darimana darimanakah
berapa berapakah bagaimana bagaimanakah gimana mengapa mengapakah kenapa bilamana sebutkan jelaskan tunjukkan tolong
mohon coba adakah bisakah dapatkah bolehkah benarkah apanya
"""

_QUESTION_EN = """
what whats who whos whom whose when where which why how please tell me show explain describe list
"""

_FUNCTION_ID = """
yang dan di ke dari untuk pada dengan dalam oleh sebagai adalah ialah yaitu yakni itu ini tersebut bahwa atau serta
juga akan telah sudah sedang masih belum tidak tak bukan ada para oleh karena agar supaya jika kalau bila apabila maka
sehingga hingga sampai saat ketika sejak antara tentang terhadap atas bawah kepada bagi secara seperti sebuah seorang
suatu satu sang si ia dia mereka kami kita saya aku anda kamu nya kah lah pun tapi tetapi namun sedangkan melainkan
dapat bisa harus boleh lebih paling sangat hanya saja lagi pula lalu kemudian setelah sebelum selama menurut yg dgn
utk pd dlm tsb nggak enggak gak ga sih dong kok ya deh tuh nih apa dapatkah adanya merupakan menjadi dilakukan
itulah inilah begitu demikian setiap tiap semua seluruh beberapa banyak hal namanya disebut bernama terjadi
"""

_FUNCTION_EN = """
a an the of in on at to for from by with as and or but nor so if then than that this these those there here it its is
are was were be been being am do does did done doing have has had having will would shall should can could may might
must not no yes he she they them his her hers their theirs him we us our ours you your yours i my mine me into onto
upon about over under between among during before after while until since because through within without also just
only very more most much many some any each every all both either neither other another such same own too again
once s t d ll m re ve up out off down what's
"""


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


QUESTION_WORDS: dict[str, frozenset[str]] = {"id": _table(_QUESTION_ID), "en": _table(_QUESTION_EN)}
FUNCTION_WORDS: dict[str, frozenset[str]] = {"id": _table(_FUNCTION_ID), "en": _table(_FUNCTION_EN)}
