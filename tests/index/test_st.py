import json
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.errors import EncoderUnavailable
from corpus.home import Home
from index.build import build
from index.encoder import open_encoder
from index.encoders.st import SentenceTransformerEncoder
from index.generation import load

pytestmark = pytest.mark.slow

_TEXT = "rubah cokelat melompati anjing malas laporan pajak daerah bupati query passage : ."
_WORDS = list(_TEXT.split(" "))


def _tiny(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    """A random one-layer BERT with a word-level tokenizer, saved as a sentence-transformers folder."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *_WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    _describe(folder, prompts or {})
    return folder


def _describe(folder: Path, prompts: dict[str, str]) -> None:
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 12}))
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(
        json.dumps({"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True})
    )


def test_vectors_are_unit_rows_and_the_same_alone_or_in_a_batch(tmp_path: Path) -> None:
    encoder = open_encoder(f"st:{_tiny(tmp_path / 'tiny')}", threads=1)
    texts = ["rubah cokelat melompati anjing malas", "laporan pajak", "rubah"]
    rows = encoder.encode_passages(texts)
    assert (rows.shape, encoder.dim, encoder.max_tokens) == ((3, 32), 32, 12)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.vstack([encoder.encode_passages([text]) for text in texts])
    assert rows == pytest.approx(alone, abs=1e-5)
    assert encoder.encode_queries([]).shape == (0, 32)


@pytest.mark.parametrize(
    ("folder", "own", "expected"),
    [
        ("tiny", {}, ("", "")),
        ("multilingual-e5-tiny", {}, ("query: ", "passage: ")),
        ("tiny", {"query": "Q: ", "document": "D: "}, ("Q: ", "D: ")),
    ],
)
def test_prompts_are_the_models_own_or_its_familys(
    tmp_path: Path, folder: str, own: dict[str, str], expected: tuple[str, str]
) -> None:
    encoder = SentenceTransformerEncoder(f"st:{_tiny(tmp_path / folder, own)}")
    assert encoder.prompts == expected
    bare = SentenceTransformerEncoder(f"st:{tmp_path / folder}")
    bare.__dict__["prompts"] = ("", "")
    assert encoder.encode_queries(["rubah"]) == pytest.approx(bare.encode_queries([expected[0] + "rubah"]), abs=1e-6)
    assert encoder.encode_passages(["rubah"]) == pytest.approx(bare.encode_passages([expected[1] + "rubah"]), abs=1e-6)


def test_a_build_counts_what_the_model_cuts_off(tmp_path: Path) -> None:
    encoder = open_encoder(f"st:{_tiny(tmp_path / 'tiny')}")
    short = Article("a", "s", "", "rubah cokelat melompati anjing malas.")
    # Ten words fill the twelve places beside the two special tokens; the eleventh is cut.
    full = Article("b", "s", "", "rubah cokelat melompati anjing malas laporan pajak daerah bupati.")
    cut = Article("c", "s", "", "rubah cokelat melompati anjing malas laporan pajak daerah bupati rubah.")
    manifest = build(Home(tmp_path), [short, full, cut], encoder)
    assert (manifest.truncated, manifest.max_tokens, manifest.dim) == (1, 12, 32)
    assert load(Home(tmp_path), encoder).search("laporan pajak", "id")


def test_a_missing_model_and_an_unknown_variant_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        open_encoder(f"st:{tmp_path / 'nowhere'}").encode_queries(["rubah"])
    with pytest.raises(EncoderUnavailable, match="#onnx-int8"):
        open_encoder("st:some/model#int3")
    with pytest.raises(EncoderUnavailable, match="use-multilingual"):
        open_encoder("word2vec")
