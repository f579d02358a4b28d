// Gradients: the engine, the gradient mode, and one node whose backward is a managed callback.
#include "shim.h"

#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

using torch::autograd::variable_list;

namespace w2s {
namespace {

// Gets the output gradients (null where there is none) and fills in the input gradients, as handles that the node takes
// over (null for no gradient). Returns non-zero when the managed code threw.
using BackwardCallback = int32_t (*)(void* state, at::Tensor** output_gradients, int32_t output_count,
                                     at::Tensor** input_gradients, int32_t input_count);
using ReleaseCallback = void (*)(void* state);

class ManagedNode final : public torch::autograd::Node {
public:
    ManagedNode(void* state, int32_t input_count, BackwardCallback backward, ReleaseCallback release)
        : state_(state), input_count_(input_count), backward_(backward), release_(release) {}

    ~ManagedNode() override { release_state(); }

    std::string name() const override { return "ManagedBackward"; }

    // Once backward has run without retain_graph, what it kept alive can go.
    void release_variables() override {
        std::lock_guard<std::mutex> lock(mutex_);
        release_state();
    }

    // When the graph could not be attached, the state stays the caller's.
    void forget_state() { state_ = nullptr; }

protected:
    variable_list apply(variable_list&& gradients) override {
        std::lock_guard<std::mutex> lock(mutex_);
        TORCH_CHECK(state_, "Trying to backward through the graph a second time; use retain_graph");
        std::vector<at::Tensor*> outputs;
        for (auto& gradient : gradients) outputs.push_back(gradient.defined() ? own(gradient) : nullptr);
        std::vector<at::Tensor*> inputs(input_count_, nullptr);
        auto failed = backward_(state_, outputs.data(), outputs.size(), inputs.data(), input_count_);
        auto results = take(inputs);
        TORCH_CHECK(!failed, "the managed backward threw");
        return results;
    }

private:
    static variable_list take(const std::vector<at::Tensor*>& handles) {
        variable_list tensors;
        for (auto handle : handles) {
            tensors.push_back(handle ? *handle : at::Tensor());
            if (handle) disown(handle);
        }
        return tensors;
    }

    void release_state() {
        if (state_) release_(std::exchange(state_, nullptr));
    }

    void* state_;
    int32_t input_count_;
    BackwardCallback backward_;
    ReleaseCallback release_;
};

// What holds a node: std::shared_ptr, and from some version between 2.6 and 2.14 on c10::intrusive_ptr.
using NodeHolder = decltype(torch::autograd::Edge::function);

template <typename Holder>
Holder hold(ManagedNode* node) {
    if constexpr (std::is_same_v<Holder, std::shared_ptr<torch::autograd::Node>>)
        return Holder(node, [](auto* released) { deleteNode(released); });
    else
        return Holder::unsafe_steal_from_new(node);
}

variable_list list_of(at::Tensor* const* handles, int32_t count) {
    variable_list tensors;
    for (int32_t i = 0; i < count; ++i) tensors.push_back(handles[i] ? *handles[i] : at::Tensor());
    return tensors;
}

// The output shares its memory with what the callback made but is another tensor, so a callback that keeps its own
// output for backward makes no cycle.
at::Tensor with_history(const at::Tensor& made, const NodeHolder& node) {
    auto output = made.detach();
    if (torch::autograd::isDifferentiableType(output.scalar_type()))
        torch::autograd::set_history(output, node);
    else
        node->add_input_metadata(torch::autograd::Node::undefined_input());
    return output;
}

}  // namespace
}  // namespace w2s

using w2s::guard;

W2S_API int32_t w2s_grad_mode() { return c10::GradMode::is_enabled(); }

W2S_API void w2s_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

W2S_API int32_t w2s_requires_grad(const at::Tensor* tensor) { return tensor->requires_grad(); }

W2S_API int32_t w2s_set_requires_grad(at::Tensor* tensor, int32_t requires_grad) {
    return guard([&] { tensor->set_requires_grad(requires_grad != 0); });
}

W2S_API int32_t w2s_is_leaf(const at::Tensor* tensor) { return tensor->is_leaf(); }

W2S_API int32_t w2s_retain_grad(const at::Tensor* tensor) {
    return guard([&] { tensor->retain_grad(); });
}

W2S_API int32_t w2s_grad(const at::Tensor* tensor, at::Tensor** gradient) {
    return guard([&] {
        const auto& found = tensor->grad();
        *gradient = found.defined() ? w2s::own(found) : nullptr;
    });
}

W2S_API int32_t w2s_set_grad(at::Tensor* tensor, const at::Tensor* gradient) {
    return guard([&] { tensor->mutable_grad() = gradient ? *gradient : at::Tensor(); });
}

W2S_API int32_t w2s_backward(at::Tensor* const* tensors, at::Tensor* const* gradients, int32_t count,
                             int32_t retain_graph, int32_t create_graph, at::Tensor* const* inputs,
                             int32_t input_count) {
    return guard([&] {
        torch::autograd::backward(w2s::list_of(tensors, count), w2s::list_of(gradients, gradients ? count : 0),
                                  retain_graph != 0, create_graph != 0, w2s::list_of(inputs, input_count));
    });
}

W2S_API int32_t w2s_autograd_grad(at::Tensor* const* outputs, at::Tensor* const* gradients, int32_t output_count,
                                  at::Tensor* const* inputs, int32_t input_count, int32_t retain_graph,
                                  int32_t create_graph, int32_t allow_unused, at::Tensor** results) {
    return guard([&] {
        auto found = torch::autograd::grad(w2s::list_of(outputs, output_count),
                                           w2s::list_of(inputs, input_count),
                                           w2s::list_of(gradients, gradients ? output_count : 0), retain_graph != 0,
                                           create_graph != 0, allow_unused != 0);
        for (int32_t i = 0; i < input_count; ++i) results[i] = found[i].defined() ? w2s::own(found[i]) : nullptr;
    });
}

// Ties `outputs`, which a managed forward made out of `inputs` without a graph, to a node that calls `backward`. The
// node owns `state` from then on and gives it to `release` exactly once; when this fails, the state stays the caller's.
W2S_API int32_t w2s_attach_backward(at::Tensor* const* inputs, int32_t input_count, at::Tensor* const* outputs,
                                    int32_t output_count, void* state, w2s::BackwardCallback backward,
                                    w2s::ReleaseCallback release, at::Tensor** results) {
    return guard([&] {
        auto managed = new w2s::ManagedNode(state, input_count, backward, release);
        auto node = w2s::hold<w2s::NodeHolder>(managed);
        variable_list attached;
        try {
            node->set_next_edges(torch::autograd::collect_next_edges(w2s::list_of(inputs, input_count)));
            for (int32_t i = 0; i < output_count; ++i) attached.push_back(w2s::with_history(*outputs[i], node));
        } catch (...) {
            managed->forget_state();
            throw;
        }
        for (int32_t i = 0; i < output_count; ++i) results[i] = w2s::own(attached[i]);
    });
}
