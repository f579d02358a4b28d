// Any operator of the dispatcher by schema name: looked up once, then called boxed on a stack of tagged values.
#include "shim.h"

#include <ATen/core/Generator.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <cstdlib>
#include <vector>

namespace w2s {
namespace {

struct Parameter {
    c10::TypeKind kind;     // Optional is looked through
    c10::TypeKind element;  // of a list, else AnyType
};

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Parameter> parameters;
};

c10::TypePtr without_optional(c10::TypePtr type) {
    if (auto optional = type->cast<c10::OptionalType>()) return optional->getElementType();
    return type;
}

Parameter parameter_of(const c10::Argument& argument) {
    auto type = without_optional(argument.type());
    if (auto list = type->cast<c10::ListType>()) return {c10::TypeKind::ListType, list->getElementType()->kind()};
    return {type->kind(), c10::TypeKind::AnyType};
}

template <class Element, class Source>
c10::List<Element> list_of(const void* data, int32_t count) {
    c10::List<Element> list;
    list.reserve(count);
    auto source = static_cast<const Source*>(data);
    for (int32_t i = 0; i < count; ++i) list.push_back(static_cast<Element>(source[i]));
    return list;
}

c10::IValue tensors_of(const Value& value) {
    c10::List<at::Tensor> list;
    list.reserve(value.count);
    auto handles = static_cast<at::Tensor* const*>(value.pointer);
    for (int32_t i = 0; i < value.count; ++i) list.push_back(*handles[i]);
    return list;
}

c10::IValue optional_tensors_of(const Value& value) {
    c10::impl::GenericList list(c10::OptionalType::create(c10::TensorType::get()));
    list.reserve(value.count);
    auto handles = static_cast<at::Tensor* const*>(value.pointer);
    for (int32_t i = 0; i < value.count; ++i) list.push_back(handles[i] ? c10::IValue(*handles[i]) : c10::IValue());
    return list;
}

// A whole number may stand for a float, and one number for a list of one, as in Python.
c10::IValue integer_of(const Value& value, const Parameter& parameter) {
    if (parameter.kind == c10::TypeKind::FloatType) return static_cast<double>(value.integer);
    if (parameter.kind == c10::TypeKind::ListType) return c10::List<int64_t>({value.integer});
    return value.integer;
}

c10::IValue ivalue_of(const Value& value, const Parameter& parameter) {
    switch (value.tag) {
        case Tag::None: return {};
        case Tag::Tensor: return *static_cast<at::Tensor*>(value.pointer);
        case Tag::Int: return integer_of(value, parameter);
        case Tag::Double: return value.real;
        case Tag::Bool: return value.integer != 0;
        case Tag::IntList:
            if (parameter.element == c10::TypeKind::FloatType)
                return list_of<double, int64_t>(value.pointer, value.count);
            return list_of<int64_t, int64_t>(value.pointer, value.count);
        case Tag::DoubleList: return list_of<double, double>(value.pointer, value.count);
        case Tag::BoolList: return list_of<bool, int64_t>(value.pointer, value.count);
        case Tag::TensorList: return tensors_of(value);
        case Tag::OptionalTensorList: return optional_tensors_of(value);
        case Tag::String: return std::string(static_cast<const char*>(value.pointer), value.count);
        case Tag::Device:
            return c10::Device(static_cast<c10::DeviceType>(value.integer), static_cast<c10::DeviceIndex>(value.count));
        case Tag::Generator: return *static_cast<at::Generator*>(value.pointer);
    }
    throw std::invalid_argument("unknown argument tag");
}

void push_arguments(const Operator& op, const Value* arguments, int32_t count, torch::jit::Stack& stack) {
    const auto& schema = op.handle.schema();
    const auto expected = static_cast<int32_t>(op.parameters.size());
    TORCH_CHECK(count <= expected, "takes ", expected, " arguments, got ", count, ": ", schema);
    stack.reserve(expected);
    for (int32_t i = 0; i < count; ++i) stack.push_back(ivalue_of(arguments[i], op.parameters[i]));
    for (int32_t i = count; i < expected; ++i) {
        const auto& argument = schema.arguments()[i];
        TORCH_CHECK(argument.default_value().has_value(), "needs argument '", argument.name(), "': ", schema);
        stack.push_back(*argument.default_value());
    }
}

Value tensor_value(at::Tensor tensor) {
    Value value{Tag::None, 0, {0}};
    if (!tensor.defined()) return value;
    value.tag = Tag::Tensor;
    value.pointer = own(std::move(tensor));
    return value;
}

// The array belongs to the caller, who frees it with w2s_free; each tensor in it is a handle of its own.
Value tensor_list_value(const std::vector<at::Tensor>& tensors) {
    Value value{Tag::TensorList, static_cast<int32_t>(tensors.size()), {0}};
    auto handles = static_cast<at::Tensor**>(std::malloc(sizeof(void*) * (tensors.size() + 1)));
    if (!handles) throw std::bad_alloc();
    for (size_t i = 0; i < tensors.size(); ++i) handles[i] = own(tensors[i]);
    value.pointer = handles;
    return value;
}

Value int_list_value(const std::vector<int64_t>& integers) {
    Value value{Tag::IntList, static_cast<int32_t>(integers.size()), {0}};
    auto copy = static_cast<int64_t*>(std::malloc(sizeof(int64_t) * (integers.size() + 1)));
    if (!copy) throw std::bad_alloc();
    std::copy(integers.begin(), integers.end(), copy);
    value.pointer = copy;
    return value;
}

Value value_of(c10::IValue&& result) {
    Value value{Tag::None, 0, {0}};
    if (result.isTensor()) return tensor_value(std::move(result).toTensor());
    if (result.isTensorList()) return tensor_list_value(result.toTensorVector());
    if (result.isIntList()) return int_list_value(result.toIntVector());
    if (result.isInt()) {
        value.tag = Tag::Int;
        value.integer = result.toInt();
    } else if (result.isDouble()) {
        value.tag = Tag::Double;
        value.real = result.toDouble();
    } else if (result.isBool()) {
        value.tag = Tag::Bool;
        value.integer = result.toBool();
    } else {
        TORCH_CHECK(result.isNone(), "returns a ", result.tagKind(), ", which is not supported");
    }
    return value;
}

}  // namespace
}  // namespace w2s

using w2s::guard;
using w2s::Value;

W2S_API int32_t w2s_operator_exists(const char* name, const char* overload, int32_t* exists) {
    return guard([&] { *exists = c10::Dispatcher::singleton().findSchema({name, overload}).has_value(); });
}

// Operators are looked up once per process and never released.
W2S_API int32_t w2s_operator_find(const char* name, const char* overload, void** found) {
    return guard([&] {
        auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
        std::vector<w2s::Parameter> parameters;
        for (const auto& argument : handle.schema().arguments()) parameters.push_back(w2s::parameter_of(argument));
        *found = new w2s::Operator{handle, std::move(parameters)};
    });
}

// Without `results`, what the operator returns is dropped: in-place operators return their first argument.
W2S_API int32_t w2s_operator_call(void* op, const Value* arguments, int32_t argument_count, Value* results,
                                  int32_t result_capacity, int32_t* result_count) {
    return guard([&] {
        const auto& found = *static_cast<w2s::Operator*>(op);
        const auto returns = static_cast<int32_t>(found.handle.schema().returns().size());
        TORCH_CHECK(!results || returns <= result_capacity, "returns ", returns, " values, expected at most ",
                    result_capacity);
        torch::jit::Stack stack;
        w2s::push_arguments(found, arguments, argument_count, stack);
        found.handle.callBoxed(stack);
        *result_count = results ? returns : 0;
        for (int32_t i = 0; i < *result_count; ++i) results[i] = w2s::value_of(std::move(stack[i]));
    });
}
