"""Writes random_operators.txt: every operator that has an overload with a generator, by PyTorch's own schemas.

Run it in this folder with a Python that has PyTorch: python3 random_operators.py
"""
import torch

names = {
    schema.name
    for schema in torch._C._jit_get_all_schemas()
    if schema.name.startswith("aten::") and any("Generator" in str(argument.type) for argument in schema.arguments)
}
with open("random_operators.txt", "w") as file:
    file.writelines(f"{name}\n" for name in sorted(names))
