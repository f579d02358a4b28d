// The shim's entries for kernels (libs/Torch/Native/kernels.cpp), by the C++ compiler and the CPU. Everything else is
// the shim's own, which this library is linked to.
#include <dlfcn.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <mutex>
#include <regex>
#include <sstream>
#include <string>

#define EMULATED extern "C" __attribute__((visibility("default")))

namespace {

// Kernels share variables for their places, and programs a folder.
std::mutex one_at_a_time;

std::string own_folder() {
    Dl_info info;
    dladdr(reinterpret_cast<void*>(&own_folder), &info);
    std::string file = info.dli_fname;
    return file.substr(0, file.rfind('/'));
}

std::string content(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

// The source, and for each kernel a function that launches it.
std::string with_launchers(const std::string& source) {
    static const std::regex kernels("__global__ void (?:__launch_bounds__\\(.*\\) )?(\\w+)\\(");
    auto text = "#include \"cuda_on_cpu.h\"\n" + source;
    for (auto it = std::sregex_iterator(source.begin(), source.end(), kernels); it != std::sregex_iterator(); ++it) {
        auto name = (*it)[1].str();
        text += "extern \"C\" void launch_" + name + "(const unsigned* extents, void** arguments) {\n" +
                "    emulation::launch(" + name + ", extents, arguments);\n}\n";
    }
    return text;
}

bool compile(const std::string& text, const std::string& library) {
    auto work = library + "." + std::to_string(getpid());
    std::ofstream(work + ".cpp") << text;
    auto command = "g++ -std=c++17 -O1 -w -ffp-contract=off -fPIC -shared -I " + own_folder() + " -o " + work + ".so " +
                   work + ".cpp && mv " + work + ".so " + library + " && rm " + work + ".cpp";
    return std::system(command.c_str()) == 0;
}

}  // namespace

EMULATED int32_t w2s_kernels_are_supported() { return 1; }

EMULATED int32_t w2s_program_new(int32_t, const char* source, void** program) {
    std::lock_guard<std::mutex> lock(one_at_a_time);
    auto text = with_launchers(source);
    auto key = std::hash<std::string>{}(text + content(own_folder() + "/cuda_on_cpu.h"));
    auto library = own_folder() + "/" + std::to_string(key) + ".so";
    if (access(library.c_str(), F_OK) != 0 && !compile(text, library)) return 1;
    *program = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    return *program ? 0 : 1;
}

EMULATED int32_t w2s_program_kernel(int32_t, void* program, const char* name, void** kernel) {
    *kernel = dlsym(program, (std::string("launch_") + name).c_str());
    return *kernel ? 0 : 1;
}

EMULATED int32_t w2s_kernel_launch(int32_t, void* kernel, const uint32_t* extents, void** arguments) {
    std::lock_guard<std::mutex> lock(one_at_a_time);
    reinterpret_cast<void (*)(const uint32_t*, void**)>(kernel)(extents, arguments);
    return 0;
}
