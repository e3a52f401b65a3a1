#!/usr/bin/env python3
"""Plain PyTorch decoders in float64, and the golden fixtures that they write (see README.md).

    pip install torch numpy
    python3 reference.py            # writes every case below beside this file
    python3 reference.py --case gpt2

Written for reading. Names and shapes of parameters are those of the Hugging Face checkpoints: [out, in] matrices and
rotate-half RoPE, but [in, out] matrices (Conv1D) in GPT-2.
"""
import argparse, json, math, os, struct
import torch

OPTIM = dict(lr=3e-3, min_lr=3e-4, beta1=0.9, beta2=0.95, eps=1e-8, weight_decay=0.1, clip=1.0, warmup=3, steps=10)
BATCH, SEQ = 2, 13

ROPE_DECODER = {
    "vocab_size": 61, "hidden_size": 20, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
    "head_dim": 8, "intermediate_size": 27, "max_position_embeddings": 16, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
    "hidden_act": "silu", "tie_word_embeddings": True, "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 2,
}
CASES = {
    # Every bias, the wavelength-dependent scaling of Llama 3 within 13 positions, the new style of config.
    "llama-biases": {
        **ROPE_DECODER, "model_type": "llama", "architectures": ["LlamaForCausalLM"], "attention_bias": True,
        "mlp_bias": True, "tie_word_embeddings": False, "rope_parameters": {
            "rope_type": "llama3", "rope_theta": 100.0, "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
        }, "rope_theta": 100.0, "dtype": "float32",
    },
    # Biases of q, k and v alone, linear scaling, the old style of config, no head_dim.
    "qwen2": {
        **{k: v for k, v in ROPE_DECODER.items() if k != "head_dim"}, "model_type": "qwen2",
        "architectures": ["Qwen2ForCausalLM"], "num_attention_heads": 5, "num_key_value_heads": 1,
        "rope_scaling": {"type": "linear", "factor": 2.0}, "use_sliding_window": False, "sliding_window": 4096,
        "torch_dtype": "float32",
    },
    "qwen3": {**ROPE_DECODER, "model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"], "head_dim": 12},
    "mistral": {
        **ROPE_DECODER, "model_type": "mistral", "architectures": ["MistralForCausalLM"], "sliding_window": 5,
        "tie_word_embeddings": False,
    },
    "gpt2": {
        "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 61, "n_embd": 20, "n_layer": 2,
        "n_head": 5, "n_positions": 16, "layer_norm_epsilon": 1e-5, "activation_function": "gelu_new",
        "bos_token_id": 0, "eos_token_id": 0,
    },
}


def shapes(c):
    """Parameter name -> shape."""
    if c["model_type"] == "gpt2":
        D, F = c["n_embd"], c.get("n_inner") or 4 * c["n_embd"]
        s = {"transformer.wte.weight": (c["vocab_size"], D), "transformer.wpe.weight": (c["n_positions"], D)}
        for i in range(c["n_layer"]):
            b = f"transformer.h.{i}."
            for norm in ("ln_1", "ln_2"):
                s |= {b + norm + ".weight": (D,), b + norm + ".bias": (D,)}
            for name, n_in, n_out in (
                ("attn.c_attn", D, 3 * D), ("attn.c_proj", D, D), ("mlp.c_fc", D, F), ("mlp.c_proj", F, D),
            ):
                s |= {b + name + ".weight": (n_in, n_out), b + name + ".bias": (n_out,)}
        return s | {"transformer.ln_f.weight": (D,), "transformer.ln_f.bias": (D,)}
    D, F, V = c["hidden_size"], c["intermediate_size"], c["vocab_size"]
    hd = head_size(c)
    Q, KV = c["num_attention_heads"] * hd, c["num_key_value_heads"] * hd
    s = {"model.embed_tokens.weight": (V, D)}
    for i in range(c["num_hidden_layers"]):
        b = f"model.layers.{i}."
        s |= {b + "input_layernorm.weight": (D,), b + "post_attention_layernorm.weight": (D,)}
        for name, n_in, n_out in (
            ("self_attn.q_proj", D, Q), ("self_attn.k_proj", D, KV), ("self_attn.v_proj", D, KV),
            ("self_attn.o_proj", Q, D), ("mlp.gate_proj", D, F), ("mlp.up_proj", D, F), ("mlp.down_proj", F, D),
        ):
            s[b + name + ".weight"] = (n_out, n_in)
            if has_bias(c, name):
                s[b + name + ".bias"] = (n_out,)
        if c["model_type"] == "qwen3":
            s |= {b + "self_attn.q_norm.weight": (hd,), b + "self_attn.k_norm.weight": (hd,)}
    s["model.norm.weight"] = (D,)
    return s if c["tie_word_embeddings"] else s | {"lm_head.weight": (V, D)}


def head_size(c):
    return c.get("head_dim") or c["hidden_size"] // c["num_attention_heads"]


def has_bias(c, name):
    if c["model_type"] == "qwen2":
        return name in ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
    return c.get("attention_bias" if name.startswith("self_attn") else "mlp_bias", False)


def init(c, seed):
    g = torch.Generator().manual_seed(seed)
    n = lambda s: torch.randn(*s, generator=g, dtype=torch.float64) * 0.08
    is_gain = lambda k: k.endswith("weight") and ("norm" in k or ".ln_" in k)
    p = {k: n(s) + (1 if is_gain(k) else 0) for k, s in shapes(c).items()}
    p = {k: v.float().double() for k, v in p.items()}  # exactly representable in f32
    tokens = torch.randint(0, c["vocab_size"], (BATCH, SEQ + 1), generator=g)
    targets = tokens[:, 1:].clone()
    targets[0, : SEQ // 4] = -100  # a masked prompt, as in instruction tuning
    return p, tokens[:, :-1].contiguous(), targets


def rmsnorm(x, w, eps):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * w


def layernorm(x, w, b, eps):
    centred = x - x.mean(-1, keepdim=True)
    return centred * torch.rsqrt(centred.pow(2).mean(-1, keepdim=True) + eps) * w + b


def gelu(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def frequencies(c):
    """[head_size / 2] radians a position, scaled as the config says."""
    hd = head_size(c)
    scaling = c.get("rope_parameters") or c.get("rope_scaling") or {}
    f = c["rope_theta"] ** (-torch.arange(0, hd, 2, dtype=torch.float64) / hd)
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    if kind == "linear":
        return f / scaling["factor"]
    if kind == "llama3":
        low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
        turns = scaling["original_max_position_embeddings"] * f / (2 * math.pi)
        share = ((turns - low) / (high - low)).clamp(0, 1)  # of the unscaled frequency
        return share * f + (1 - share) * f / scaling["factor"]
    return f


def rope(x, frequency):
    a = torch.outer(torch.arange(x.shape[2], dtype=x.dtype), frequency)
    cos, sin = torch.cat([a.cos()] * 2, -1), torch.cat([a.sin()] * 2, -1)
    x1, x2 = x.chunk(2, -1)
    return x * cos + torch.cat([-x2, x1], -1) * sin


def attention(q, k, v, window=None):
    """q [B,H,T,hd], k and v [B,KV,T,hd] -> [B,T,H*hd]; a query sees itself and the window - 1 keys before it."""
    B, H, T, hd = q.shape
    k, v = (x.repeat_interleave(H // x.shape[1], 1) for x in (k, v))
    distance = torch.arange(T)[:, None] - torch.arange(T)[None, :]
    hidden = (distance < 0) | (distance >= (window or T))
    s = (q @ k.transpose(-1, -2) / math.sqrt(hd)).masked_fill(hidden, -math.inf).softmax(-1)
    return (s @ v).transpose(1, 2).reshape(B, T, H * hd)


def forward(p, tokens, c):
    """tokens [B,T] -> logits [B,T,V]"""
    return (gpt2 if c["model_type"] == "gpt2" else rope_decoder)(p, tokens, c)


def gpt2(p, tokens, c):
    B, T = tokens.shape
    H, eps = c["n_head"], c["layer_norm_epsilon"]
    heads = lambda x: x.view(B, T, H, -1).transpose(1, 2)
    conv1d = lambda x, name: x @ p[name + ".weight"] + p[name + ".bias"]
    norm = lambda x, name: layernorm(x, p[name + ".weight"], p[name + ".bias"], eps)
    x = p["transformer.wte.weight"][tokens] + p["transformer.wpe.weight"][:T]
    for i in range(c["n_layer"]):
        b = f"transformer.h.{i}."
        q, k, v = conv1d(norm(x, b + "ln_1"), b + "attn.c_attn").chunk(3, -1)
        x = x + conv1d(attention(heads(q), heads(k), heads(v)), b + "attn.c_proj")
        x = x + conv1d(gelu(conv1d(norm(x, b + "ln_2"), b + "mlp.c_fc")), b + "mlp.c_proj")
    return norm(x, "transformer.ln_f") @ p["transformer.wte.weight"].T


def rope_decoder(p, tokens, c):
    B, T = tokens.shape
    eps, hd, frequency = c["rms_norm_eps"], head_size(c), frequencies(c)
    window = c.get("sliding_window") if c["model_type"] == "mistral" else None
    linear = lambda x, name: x @ p[name + ".weight"].T + p.get(name + ".bias", 0)
    x = p["model.embed_tokens.weight"][tokens]
    for i in range(c["num_hidden_layers"]):
        b = f"model.layers.{i}."
        h = rmsnorm(x, p[b + "input_layernorm.weight"], eps)
        q, k, v = (linear(h, f"{b}self_attn.{n}_proj").view(B, T, -1, hd).transpose(1, 2) for n in "qkv")
        if c["model_type"] == "qwen3":
            q, k = (rmsnorm(y, p[f"{b}self_attn.{n}_norm.weight"], eps) for y, n in ((q, "q"), (k, "k")))
        x = x + linear(attention(rope(q, frequency), rope(k, frequency), v, window), b + "self_attn.o_proj")
        h = rmsnorm(x, p[b + "post_attention_layernorm.weight"], eps)
        gated = torch.nn.functional.silu(linear(h, b + "mlp.gate_proj")) * linear(h, b + "mlp.up_proj")
        x = x + linear(gated, b + "mlp.down_proj")
    head = p["model.embed_tokens.weight" if c["tie_word_embeddings"] else "lm_head.weight"]
    return rmsnorm(x, p["model.norm.weight"], eps) @ head.T


def loss_of(p, tokens, targets, c):
    logits = forward(p, tokens, c)
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-100)
    return loss, logits


def learning_rate(step):
    """Linear warm-up to lr over `warmup` steps, then a cosine to min_lr at `steps`; step counts from 0."""
    o = OPTIM
    if step < o["warmup"]:
        return o["lr"] * (step + 1) / o["warmup"]
    t = (step - o["warmup"]) / max(1, o["steps"] - o["warmup"])
    return o["min_lr"] + 0.5 * (o["lr"] - o["min_lr"]) * (1 + math.cos(math.pi * t))


def adamw(p, tokens, targets, c):
    """AdamW steps on one batch: clip by the global norm, decoupled decay of matrices. -> weights, losses, first norm."""
    o, losses, norms = OPTIM, [], []
    m = {k: torch.zeros_like(v) for k, v in p.items()}
    s = {k: torch.zeros_like(v) for k, v in p.items()}
    for t in range(o["steps"]):
        p = {k: v.detach().requires_grad_(True) for k, v in p.items()}
        loss, _ = loss_of(p, tokens, targets, c)
        loss.backward()
        losses.append(loss.item())
        norms.append(math.sqrt(sum(v.grad.pow(2).sum().item() for v in p.values())))
        scale = min(1.0, o["clip"] / (norms[-1] + 1e-6))
        with torch.no_grad():
            for k, v in p.items():
                g = v.grad * scale
                m[k] = o["beta1"] * m[k] + (1 - o["beta1"]) * g
                s[k] = o["beta2"] * s[k] + (1 - o["beta2"]) * g * g
                mh, sh = m[k] / (1 - o["beta1"] ** (t + 1)), s[k] / (1 - o["beta2"] ** (t + 1))
                decay = o["weight_decay"] if v.dim() == 2 else 0.0
                p[k] = v - learning_rate(t) * (mh / (sh.sqrt() + o["eps"]) + decay * v)
    return p, losses, norms[0]


def without_gradient(c):
    """Tensor -> [from, to]: elements that no output depends on. Without RoPE a key's bias shifts all scores of a query alike."""
    if c["model_type"] != "gpt2":
        return {}
    D = c["n_embd"]
    return {f"transformer.h.{i}.attn.c_attn.bias": [D, 2 * D] for i in range(c["n_layer"])}


def save_safetensors(path, tensors):
    header, at, blobs = {"__metadata__": {"format": "pt"}}, 0, []
    for k, v in tensors.items():
        data = v.detach().float().contiguous().numpy().tobytes()
        header[k] = {"dtype": "F32", "shape": list(v.shape), "data_offsets": [at, at + len(data)]}
        at += len(data)
        blobs.append(data)
    h = json.dumps(header, separators=(",", ":")).encode()
    h += b" " * (-len(h) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(h)) + h + b"".join(blobs))


def write_case(folder, c, seed):
    os.makedirs(folder, exist_ok=True)

    def save_json(name, value, indent=1):
        with open(os.path.join(folder, name), "w") as f:
            json.dump(value, f, indent=indent)
            f.write("\n")

    p, tokens, targets = init(c, seed)
    save_json("config.json", c)
    save_json("optim.json", OPTIM)
    save_json("batch.json", {"tokens": tokens.tolist(), "targets": targets.tolist()}, None)
    save_safetensors(os.path.join(folder, "model.safetensors"), p)
    after, losses, norm = adamw(p, tokens, targets, c)
    p = {k: v.detach().requires_grad_(True) for k, v in p.items()}
    loss, logits = loss_of(p, tokens, targets, c)
    loss.backward()
    expected = {"logits": logits, **{"grad." + k: v.grad for k, v in p.items()}}
    expected |= {"after10." + k: v for k, v in after.items()}
    save_safetensors(os.path.join(folder, "expected.safetensors"), expected)
    facts = {"loss": loss.item(), "losses": losses, "grad_norm": norm}
    save_json("expected.json", facts | ({"without_gradient": w} if (w := without_gradient(c)) else {}))
    return loss.item(), losses[-1]


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("--case", choices=CASES)
    a.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)))
    a.add_argument("--seed", type=int, default=7)
    a = a.parse_args()
    for name, config in CASES.items():
        if a.case in (None, name):
            first, last = write_case(os.path.join(a.out, name), config, a.seed)
            print(f"{name}: loss {first:.6f}, after ten steps {last:.6f}")
