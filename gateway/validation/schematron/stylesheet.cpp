// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/stylesheet.hpp"

#include "gateway/refusal.hpp"

#include <libxml/xpathInternals.h>
#include <libxslt/documents.h>
#include <libxslt/extensions.h>
#include <libxslt/pattern.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltutils.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <new>
#include <stdexcept>

namespace wetbode::validation {

namespace {

/// Templates that call each other; a document that passed the door is at most a few hundred elements deep.
constexpr int template_depth_max = 1000;
constexpr int template_variables_max = 20'000;
/// Steps of XPath per millisecond of the time limit: more than a processor can make (measured: some 20 000), so that
/// the clock decides, and a bound for evaluations in which nothing ever asks the clock.
constexpr unsigned long steps_per_millisecond = 100'000;
constexpr std::size_t words_max = 2000;

thread_local Overheard* listening = nullptr;
thread_local Stylesheet::Imports const* importing = nullptr;

xmlChar const* chars(char const* text) {
    return reinterpret_cast<xmlChar const*>(text);
}

void hear(void*, char const* format, ...) {
    if (listening == nullptr) return;
    std::array<char, 1024> words{};
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(words.data(), words.size(), format, arguments);
    va_end(arguments);
    listening->add(words.data());
}

void hear_structured(void*, xmlErrorPtr error) {
    if (listening != nullptr && error != nullptr && error->message != nullptr) listening->add(error->message);
}

/// Stylesheets get what we hand out, by name; documents that a transformation asks for do not exist.
xmlDoc* load(xmlChar const* uri, xmlDict* names, int, void*, xsltLoadType type) {
    if (type != XSLT_LOAD_STYLESHEET || importing == nullptr || *importing == nullptr) return nullptr;
    std::string_view name(reinterpret_cast<char const*>(uri));
    if (auto const slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    try {
        return (*importing)(name, names).release();
    } catch (...) {  // a border: no exception may cross the C frames of libxslt
        return nullptr;
    }
}

xsltSecurityPrefs* nothing_allowed() {
    auto* const all = xsltNewSecurityPrefs();
    if (all == nullptr) throw std::bad_alloc();
    for (auto const option : {XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
                              XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK})
        xsltSetSecurityPrefs(all, option, xsltSecurityForbid);
    return all;
}

/// libxslt keeps these for the whole process; they are set once and never changed, so threads may share them.
xsltSecurityPrefs* prepare_xslt() {
    static xsltSecurityPrefs* const nothing = [] {
        xsltInit();
        xsltSetLoaderFunc(&load);
        xsltSetGenericErrorFunc(nullptr, &hear);
        return nothing_allowed();
    }();
    return nothing;
}

/// What belongs to one run and must be found from the functions that libxslt calls.
struct Run {
    xsltTransformContext* context;
    std::vector<xmlNode const*> places;
    std::size_t places_max;
    bool more_places = false;

    /// Nothing is evaluated after this, not even the rest of the expression at hand.
    void stop() const {
        context->state = XSLT_STATE_STOPPED;
        context->xpathCtxt->opLimit = 1;
        context->xpathCtxt->opCount = 1;
    }
    static void brake(void* run) { static_cast<Run*>(run)->stop(); }
};

xmlNode const* first_node(xmlXPathObject const* object) {
    bool const any = object != nullptr && object->type == XPATH_NODESET && object->nodesetval != nullptr &&
                     object->nodesetval->nodeNr > 0;
    return any ? object->nodesetval->nodeTab[0] : nullptr;
}

void place(xmlXPathParserContext* evaluation, int argument_count) {
    if (argument_count != 2) return xmlXPathErr(evaluation, XPATH_INVALID_ARITY);
    auto& run = *static_cast<Run*>(xsltXPathGetTransformContext(evaluation)->_private);
    auto* const second = valuePop(evaluation);
    auto* const first = valuePop(evaluation);
    auto const* const node = first_node(first) != nullptr ? first_node(first) : first_node(second);
    if (run.places.size() == run.places_max) {
        run.more_places = true;
        run.stop();
    } else {
        run.places.push_back(node);  // never grows: the room was made before
    }
    xmlXPathFreeObject(first);
    xmlXPathFreeObject(second);
    valuePush(evaluation, xmlXPathNewFloat(static_cast<double>(run.places.size() - 1)));
}

void lock(xsltTransformContext* context, Run& run, TransformLimits const& limits) {
    xsltSetCtxtSecurityPrefs(prepare_xslt(), context);
    xsltSetTransformErrorFunc(context, nullptr, &hear);
    context->_private = &run;
    context->maxTemplateDepth = template_depth_max;
    context->maxTemplateVars = template_variables_max;
    auto* const xpath = context->xpathCtxt;
    xpath->opLimit = static_cast<unsigned long>(limits.time_max.count()) * steps_per_millisecond;
    for (auto const* const name : {"document", "unparsed-entity-uri", "system-property"})
        xmlXPathRegisterFunc(xpath, chars(name), nullptr);  // these reach out of the document: unknown from now on
    xsltRegisterExtFunction(context, chars("place"), chars(place_namespace), &place);
}

struct FreeContext {
    void operator()(xsltTransformContext* context) const { xsltFreeTransformContext(context); }
};

}  // namespace

Overheard::Overheard() : before_(listening) {
    prepare_xslt();
    listening = this;
    xmlSetStructuredErrorFunc(nullptr, &hear_structured);  // libxml2 keeps both per thread
    xmlSetGenericErrorFunc(nullptr, &hear);
}

Overheard::~Overheard() {
    listening = before_;
    if (before_ != nullptr) return;
    xmlSetStructuredErrorFunc(nullptr, nullptr);
    xmlSetGenericErrorFunc(nullptr, nullptr);
}

void Overheard::add(std::string_view words) {
    if (words_.size() < words_max) words_.append(words);
}

std::string one_line(std::string_view text) {
    std::string line;
    for (char const c : text)
        if (static_cast<unsigned char>(c) > ' ')
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

std::string Overheard::words() const { return one_line(words_); }

Stylesheet::Stylesheet(DocumentPtr source, Imports imports) {
    Overheard overheard;
    importing = &imports;
    auto* const document = source.get();
    style_.reset(xsltParseStylesheetDoc(document));
    importing = nullptr;
    if (style_) ignore(source.release(), "the stylesheet owns its document");
    if (!style_ || style_->errors != 0) throw std::runtime_error(overheard.words());
}

Transformed Stylesheet::run(xmlDoc* document, TransformLimits const& limits, Parameters const& parameters) const {
    Overheard overheard;
    Transformed done;
    Allowance allowance(limits.time_max, limits.memory_max);
    std::unique_ptr<xsltTransformContext, FreeContext> const context(xsltNewTransformContext(style_.get(), document));
    if (!context) throw std::bad_alloc();
    Run run{context.get(), {}, limits.places_max};
    run.places.reserve(limits.places_max);
    lock(context.get(), run, limits);
    for (auto const& [name, text] : parameters)
        xsltQuoteOneUserParam(context.get(), chars(name.c_str()), chars(text.c_str()));
    allowance.guard(&Run::brake, &run);
    DocumentPtr result(xsltApplyStylesheetUser(style_.get(), document, nullptr, nullptr, nullptr, context.get()));
    allowance.guard(nullptr, nullptr);
    done.spent = allowance.spent();
    // The count of steps stands at its limit when that was what ended it; the clock would have said the same.
    if (done.spent == Spent::nothing && !run.more_places && context->xpathCtxt->opCount >= context->xpathCtxt->opLimit)
        done.spent = Spent::time;
    done.more_places = run.more_places;
    done.places = std::move(run.places);
    done.problem = overheard.words();
    if (context->state == XSLT_STATE_OK) done.result = std::move(result);
    return done;
}

std::string fault_in_pattern(std::string const& pattern, xmlNode* scope) {
    Overheard overheard;
    std::unique_ptr<xsltStylesheet, void (*)(xsltStylesheet*)> const style(xsltNewStylesheet(), &xsltFreeStylesheet);
    auto* const compiled = xsltCompilePattern(chars(pattern.c_str()), scope->doc, scope, style.get(), nullptr);
    auto const words = overheard.words();
    bool const good = compiled != nullptr && style->errors == 0;
    xsltFreeCompMatchList(compiled);
    if (good) return {};
    return words.empty() ? "not a pattern" : words;
}

std::string fault_in_expression(std::string const& expression) {
    Overheard overheard;
    std::unique_ptr<xmlXPathContext, void (*)(xmlXPathContext*)> const context(xmlXPathNewContext(nullptr),
                                                                               &xmlXPathFreeContext);
    auto* const compiled = xmlXPathCtxtCompile(context.get(), chars(expression.c_str()));
    if (compiled != nullptr) {
        xmlXPathFreeCompExpr(compiled);
        return {};
    }
    auto const words = overheard.words();
    return words.empty() ? "not an expression" : words;
}

}  // namespace wetbode::validation
