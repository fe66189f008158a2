"""Write the trained network as ONNX with its big weights in 8 bits, and read such weights back. Training only.

The layers that take most of the time also multiply in 8 bits (Jacob et al. 2018), twice as fast on a plain processor.
"""

from __future__ import annotations

import gzip
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from qa.eightbits import SMALLEST, in_8_bits
from qa.reader.features import PASSAGE_FEATURES, QUESTION_FEATURES
from qa.reader.model import INPUTS, OUTPUTS, multiply_in_8_bits
from qa.reader.network import Batch, Network, Shape

_OPSET = 17
_SHORT, _SCALE = ".short", ".scale"
# Beside the blocks whole passages go through these (the first two layers are met twice, by passage and question, and
# stored once). In 8 bits they changed one best span in sixty, `passage_in` alone would change one in forty.
_OVER_PASSAGES = ("embed", "embed_1", "align", "align_1", "cross_key", "cross_out")
# Names that onnxruntime gives.
_QUANTISED, _OF_COLUMN, _GIVEN, _TURNED = "_quantized", "_scale", "_output_quantized", "_Transposed"


class _Flat(nn.Module):
    """The network with its batch spread out into named inputs."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Inputs in the order of INPUTS."""
        spans, absent = self.network(Batch(*inputs))
        return spans, absent


def export(network: Network, path: Path) -> int:
    """Write `network` to `path`, packed, its big weights in 8 bits; returns the file's size in bytes."""
    with TemporaryDirectory() as scratch:
        plain = Path(scratch) / "network.onnx"
        _write(network, plain)
        path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    return path.stat().st_size


def _write(network: Network, path: Path) -> None:
    import onnx

    assert tuple(field.name for field in fields(Batch)) == INPUTS
    network = network.eval().float()
    axes = {name: {0: "rows", 1: "words" if name.startswith("question") else "length"} for name in INPUTS}
    axes |= {"spans": {0: "rows", 1: "length"}, "absent": {0: "rows"}}
    torch.onnx.export(
        _Flat(network).eval(),
        _example(network.shape.vector),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=_OPSET,
        dynamo=False,
    )
    layers = [*(f"blocks.{at}/mix" for at in range(len(network.blocks))), *_OVER_PASSAGES]
    multiply_in_8_bits(path, [f"/network/{layer}/MatMul" for layer in layers])
    model = onnx.load(str(path))
    _shorten(model)
    del model.graph.value_info[:]  # shapes between layers, a twentieth of the file
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _example(vector: int) -> tuple[Tensor, ...]:
    rows, length, words = 2, 37, 5
    numbers = torch.arange(rows * length).reshape(rows, length) + 1
    asked = torch.arange(rows * words).reshape(rows, words) + 1
    return (
        torch.randn(rows, length, vector),
        numbers,
        numbers,
        torch.rand(rows, length, len(PASSAGE_FEATURES)),
        numbers // 20,
        torch.randn(rows, words, vector),
        asked,
        asked,
        torch.rand(rows, words, len(QUESTION_FEATURES)),
    )


def _shorten(model: Any) -> None:
    """Store big weights in 8 bits, spread out again when the file is loaded: a quarter of the size."""
    from onnx import helper, numpy_helper

    spread = []
    for tensor in list(model.graph.initializer):
        weights = numpy_helper.to_array(tensor)
        if weights.dtype != np.float32 or weights.size < SMALLEST:
            continue
        name = tensor.name
        short, scale = in_8_bits(weights)
        tensor.CopyFrom(numpy_helper.from_array(short, f"{name}{_SHORT}"))
        model.graph.initializer.append(numpy_helper.from_array(scale, f"{name}{_SCALE}"))
        spread.append(helper.make_node("Cast", [f"{name}{_SHORT}"], [f"{name}.whole"], to=1))
        spread.append(helper.make_node("Mul", [f"{name}.whole", f"{name}{_SCALE}"], [name]))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*spread, *nodes])


def _stored(graph: Any) -> dict[str, NDArray[np.float32]]:
    """Every weight of a graph by its name, spread out again."""
    from onnx import numpy_helper

    raw = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: weights for name, weights in raw.items() if not name.endswith((_SHORT, _SCALE))}
    for name in raw:
        if name.endswith(_SHORT):
            plain = name.removesuffix(_SHORT)
            found[plain] = raw[name] * raw[f"{plain}{_SCALE}"]
        elif name.endswith(_QUANTISED):
            found[name] = raw[name] * raw[f"{name.removesuffix(_QUANTISED)}{_OF_COLUMN}"]
    return found


def restore(path: Path, dropout: float) -> Network:
    """The network that `export` wrote to `path`. Raises `ValueError` if the file holds another network's weights.

    The exporter keeps the names of biases and of weights used as they are; the weights of layers over whole passages
    it transposes and numbers, so these are told by the bias that is added to what they give.
    """
    import onnx

    graph = onnx.load_model_from_string(gzip.decompress(path.read_bytes())).graph
    stored = _stored(graph)
    found = {
        name.removeprefix("network."): torch.from_numpy(weights.astype("float32"))
        for name, weights in stored.items()
        if name.startswith("network.") and not name.endswith(_TURNED)
    }
    added = {name: next((i for i in node.input if i.endswith(".bias")), None) for node in graph.node
             if node.op_type == "Add" for name in node.input}  # fmt: skip
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in stored:
            bias = added.get(node.output[0].removesuffix(_GIVEN))
            layer = bias.removeprefix("network.").removesuffix(".bias") if bias else "cross_key"
            found[f"{layer}.weight"] = torch.from_numpy(stored[node.input[1]].astype("float32").T.copy())
    width = len(found.get("embed.bias", torch.zeros(Shape().width)))
    network = Network(replace(Shape(), width=width), dropout)
    _lengthen(found, network.shape.longest)
    # Equal tensors are stored once: the modulation of the question's own blocks, which nothing modulates.
    found.setdefault("question_blocks.1.modulate.weight", torch.zeros_like(network.question_blocks[1].modulate.weight))  # type: ignore[union-attr,arg-type]
    try:
        network.load_state_dict(found)
    except RuntimeError as reason:
        raise ValueError(f"{path} does not hold this network's weights: {reason}") from reason
    return network


def _lengthen(found: dict[str, Tensor], longest: int) -> None:
    """Let a network that knew shorter spans go on with longer ones: each counts as unlikely as its longest did."""
    bias = found.get("length_bias")
    if bias is not None and 0 < len(bias) < longest:
        found["length_bias"] = torch.cat([bias, bias[-1:].expand(longest - len(bias))])
