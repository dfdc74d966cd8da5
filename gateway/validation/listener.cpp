// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/listener.hpp"

#include <xercesc/framework/XMLContentModel.hpp>
#include <xercesc/util/QName.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>

namespace wetbode::validation {

namespace {

namespace xc = xercesc;

/// Children remembered per open element: enough for exact places, and a bound on memory.
constexpr std::size_t children_kept = 5'000;
/// Questions to a content model cost children x candidates; beyond this the sentence goes without "expected".
constexpr std::size_t children_asked = 2'000;
constexpr unsigned unknown_element = 2;
constexpr unsigned no_text_allowed = 22;
constexpr unsigned duplicate_unique = 69;

bool same_name(xc::XMLElementDecl const& a, xc::XMLElementDecl const& b) {
    return &a == &b || (xc::XMLString::equals(a.getBaseName(), b.getBaseName()) && a.getURI() == b.getURI());
}

bool is_content_code(Source source, unsigned code) {
    return source == Source::validity && (code == 7 || code == 16 || code == 21);
}

/// The element names in a content model as the validator prints it: "(num?|heading?),((intro?,(a|b)*)".
std::vector<std::string> names_in(std::string_view model) {
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    constexpr std::string_view marks = "()|,?*+ ";
    while (!model.empty()) {
        auto const begin = model.find_first_not_of(marks);
        if (begin == std::string_view::npos) break;
        auto const end = std::min(model.find_first_of(marks, begin), model.size());
        auto name = model.substr(begin, end - begin);
        model.remove_prefix(end);
        if (auto const colon = name.rfind(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
        if (!name.starts_with('#') && seen.insert(name).second) names.emplace_back(name);
    }
    return names;
}

std::u16string to_utf16(std::string_view ascii) {
    return {ascii.begin(), ascii.end()};
}

/// Asks the compiled content model of an element what it thinks of a row of children.
class ModelAsker {
public:
    ModelAsker(xc::XMLContentModel const& model, unsigned uri) : model_(model), uri_(uri) {}

    void add(XMLCh const* local, unsigned uri) { names_.push_back(std::make_unique<xc::QName>(u"", local, uri)); }

    struct Answer {
        bool fits = false;
        std::size_t failing = 0;  ///< index of the first child that does not fit; the count if something is missing
    };
    [[nodiscard]] Answer ask(std::size_t count) const {
        std::vector<xc::QName*> row;
        row.reserve(count + 1);
        for (std::size_t i = 0; i < count; ++i) row.push_back(names_[i].get());
        return ask(row);
    }
    /// Would `local` fit as the child after the first `count`?
    [[nodiscard]] bool fits_next(std::size_t count, std::string_view local) const {
        auto const wide = to_utf16(local);
        xc::QName next(u"", wide.c_str(), uri_);
        std::vector<xc::QName*> row;
        row.reserve(count + 1);
        for (std::size_t i = 0; i < count; ++i) row.push_back(names_[i].get());
        row.push_back(&next);
        auto const answer = ask(row);
        return answer.fits || answer.failing > count;
    }

private:
    [[nodiscard]] Answer ask(std::vector<xc::QName*>& row) const {
        XMLSize_t failing = 0;
        constexpr unsigned no_namespace = 1;  // the first number that the validator's table of namespaces gives out
        auto const fits = model_.validateContent(row.data(), row.size(), no_namespace, &failing);
        return {fits, failing};
    }

    xc::XMLContentModel const& model_;
    unsigned uri_;
    std::vector<std::unique_ptr<xc::QName>> names_;
};

}  // namespace

std::string to_utf8(XMLCh const* text) {
    if (text == nullptr) return {};
    std::string out;
    for (auto at = text; *at != 0; ++at) {
        std::uint32_t point = *at;
        if (point >= 0xD800 && point < 0xDC00 && at[1] >= 0xDC00 && at[1] < 0xE000)
            point = 0x10000 + ((point - 0xD800) << 10U) + (static_cast<std::uint32_t>(*++at) - 0xDC00);
        auto const tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
        if (point < 0x80) {
            out += static_cast<char>(point);
        } else if (point < 0x800) {
            out += static_cast<char>(0xC0U | (point >> 6U));
            tail(0);
        } else if (point < 0x10000) {
            out += static_cast<char>(0xE0U | (point >> 12U));
            tail(6), tail(0);
        } else {
            out += static_cast<char>(0xF0U | (point >> 18U));
            tail(12), tail(6), tail(0);
        }
    }
    return out;
}

void Listener::hear(Source source, unsigned code, std::string raw, std::int64_t line, std::int64_t column) {
    Problem problem{.source = source, .code = code, .raw = std::move(raw), .line = line, .column = column};
    if (is_content_code(source, code)) {
        add_content_problem(std::move(problem));
    } else if (source == Source::validity && code == no_text_allowed && depth_ > 0) {
        // The validator complains of each piece; a text with a hundred character references is still one text.
        auto& frame = frames_[depth_ - 1];
        if (std::exchange(frame.text_told, frame.child_count) == frame.child_count) return;
        problem.element = to_utf8(frame.declaration->getBaseName());
        problem.path = path();
        problem.nearest_id = nearest_id();
        add(problem);
    } else {
        pending_.push_back(std::move(problem));
        if (pending_.size() + faults_.size() > faults_max_ + 1000) throw EnoughFaults{};  // one tag, endless trouble
    }
}

void Listener::startElement(xc::XMLElementDecl const& declaration, unsigned int uri, XMLCh const*,
                            xc::RefVectorOf<xc::XMLAttr> const& attributes, XMLSize_t attribute_count, bool, bool) {
    auto const line = locator_ == nullptr ? 0 : static_cast<std::int64_t>(locator_->getLineNumber());
    auto const column = locator_ == nullptr ? 0 : static_cast<std::int64_t>(locator_->getColumnNumber());
    budget_.look({line, column});
    std::size_t ordinal = 0;
    if (depth_ > 0) {
        auto& parent = frames_[depth_ - 1];
        ordinal = parent.child_count++;
        if (parent.children.size() < children_kept) parent.children.push_back({&declaration, uri, line, column});
    }
    auto& frame = push();
    frame.declaration = &declaration;
    frame.uri = uri;
    frame.ordinal = ordinal;
    if (!strangers_.begin(declaration, attributes, attribute_count)) refuse_strangers(line, column);
    watch_unique(declaration, attributes, attribute_count, line, column);
    if (auto told = id_watch_.begin(attributes, attribute_count); !told.empty())
        pending_.push_back({.source = Source::value,
                            .code = static_cast<unsigned>(xc::XMLExcepts::VALUE_ID_Not_Unique),
                            .raw = std::move(told),
                            .line = line,
                            .column = column});
    for (XMLSize_t i = 0; i < attribute_count; ++i) remember_id(frame, *attributes.elementAt(i));
    if (pending_.empty()) return;
    std::vector<std::pair<std::string, std::string>> known;
    for (XMLSize_t i = 0; i < attribute_count; ++i)
        known.emplace_back(to_utf8(attributes.elementAt(i)->getQName()), to_utf8(attributes.elementAt(i)->getValue()));
    settle_pending(std::move(known));
}

void Listener::endElement(xc::XMLElementDecl const&, unsigned int, bool, XMLCh const*) {
    budget_.look({static_cast<std::int64_t>(locator_->getLineNumber()),
                  static_cast<std::int64_t>(locator_->getColumnNumber())});
    if (!pending_.empty()) settle_pending({});
    if (uniqueness_ == Uniqueness::by_listener) unique_.end();
    id_watch_.end();
    ensure(depth_ > 0, "an element that ends has begun");
    --depth_;
}

void Listener::watch_unique(xc::XMLElementDecl const& declaration, xc::RefVectorOf<xc::XMLAttr> const& attributes,
                            XMLSize_t attribute_count, std::int64_t line, std::int64_t column) {
    if (uniqueness_ == Uniqueness::by_xerces) return;
    auto const duplicate = unique_.begin(declaration, attributes, attribute_count);
    if (!duplicate) return;
    // In the words of Xerces, whose place we take here.
    auto raw = "element '" + duplicate->scope + "' declares duplicate identity constraint unique values";
    pending_.push_back({.code = duplicate_unique,
                        .raw = std::move(raw),
                        .line = line,
                        .column = column,
                        .unique_attribute = duplicate->attribute});
}

void Listener::refuse_strangers(std::int64_t line, std::int64_t column) {
    enough_ = true;
    if (faults_.size() < faults_max_) {
        auto const most = std::to_string(StrangerWatch::strangers_max);
        Fault fault{.code = "XML.TOO_LARGE", .line = line, .column = column};
        fault.path = path();
        fault.nearest_id = nearest_id();
        fault.message = {"Het document gebruikt meer dan " + most +
                             " verschillende namen die het schema niet kent (elementen, voorvoegsels en naamruimten).",
                         "The document uses more than " + most +
                             " different names that the schema does not know (elements, prefixes and namespaces)."};
        faults_.push_back(std::move(fault));
    }
    throw EnoughFaults{};
}

void Listener::remember_id(Frame& frame, xc::XMLAttr const& attribute) const {
    std::u16string_view const name(attribute.getName());
    bool const best = name == u"eId";
    if (best || (frame.id.empty() && (name == u"id" || unique_.watches(name)))) frame.id = attribute.getValue();
}

Listener::Frame& Listener::push() {
    if (frames_.size() == depth_) frames_.emplace_back();
    auto& frame = frames_[depth_++];
    frame.child_count = 0;
    frame.text_told = none;
    frame.id.clear();
    frame.children.clear();
    return frame;
}

/// The element on top is the one that the pending messages are about. An unknown element makes the validator complain
/// about each of its attributes too: the first message says it all.
void Listener::settle_pending(std::vector<std::pair<std::string, std::string>> attributes) {
    auto const pending = std::exchange(pending_, {});
    auto const unknown = std::any_of(pending.begin(), pending.end(), [](Problem const& p) {
        return p.source == Source::validity && p.code == unknown_element;
    });
    for (auto problem : pending) {
        if (unknown && problem.source == Source::validity && problem.code != unknown_element) continue;
        if (depth_ > 0) problem.element = to_utf8(frames_[depth_ - 1].declaration->getBaseName());
        problem.path = path();
        problem.nearest_id = nearest_id();
        problem.attributes = attributes;
        if (unknown) unknown_element_told_ = true;
        add(problem);
    }
}

void Listener::add_content_problem(Problem problem) {
    if (depth_ == 0) {
        pending_.push_back(std::move(problem));
        return;
    }
    auto const& frame = frames_[depth_ - 1];
    problem.element = to_utf8(frame.declaration->getBaseName());
    problem.path = path();
    problem.nearest_id = nearest_id();
    look_into_content(problem, frame);
    if (problem.code == 0) return;  // told already: the child is an unknown element
    add(problem);
}

void Listener::look_into_content(Problem& problem, Frame const& frame) const {
    auto const arguments = arguments_of(problem.raw, "element '@' is not allowed for content model '@'");
    auto const model_text = arguments.size() == 2
                                ? arguments[1]
                                : (problem.raw.find('\'') == std::string::npos
                                       ? std::string()
                                       : problem.raw.substr(problem.raw.find('\'') + 1,
                                                            problem.raw.rfind('\'') - problem.raw.find('\'') - 1));
    auto const candidates = names_in(model_text);
    if (arguments.size() == 2 && frame.child_count > 0) problem.child = arguments[0];
    auto const is_schema = frame.declaration->getObjectType() == xc::XMLElementDecl::Schema;
    auto* const type =
        is_schema ? static_cast<xc::SchemaElementDecl const*>(frame.declaration)->getComplexTypeInfo() : nullptr;
    auto const* const model = type == nullptr ? nullptr : type->getContentModel();
    if (model == nullptr || frame.child_count > children_asked) return;
    ModelAsker asker(*model, frame.uri);
    for (auto const& child : frame.children) asker.add(child.declaration->getBaseName(), child.uri);
    auto const answer = asker.ask(frame.children.size());
    if (answer.fits) return;  // another type was in force (xsi:type): what the model says does not count
    auto const at = std::min(answer.failing, frame.children.size());
    for (auto const& name : candidates)
        if (asker.fits_next(at, name)) problem.expected.push_back(name);
    if (at == frame.children.size()) {
        problem.child.clear();
        return;
    }
    auto const& child = frame.children[at];
    if (!child.declaration->isDeclared() && unknown_element_told_) problem.code = 0;
    problem.child = to_utf8(child.declaration->getBaseName());
    problem.child_allowed_elsewhere =
        child.uri == frame.uri && std::find(candidates.begin(), candidates.end(), problem.child) != candidates.end();
    problem.may_end = asker.ask(at).fits;
    problem.line = child.line;
    problem.column = child.column;
    problem.path += "/" + step_of(frame, at);
}

void Listener::add(Problem const& problem) {
    if (faults_.size() == faults_max_) {
        enough_ = true;
        throw EnoughFaults{};
    }
    faults_.push_back(fault_of(problem));
}

std::vector<Fault> Listener::take_faults() {
    for (auto const& problem : std::exchange(pending_, {}))
        if (faults_.size() < faults_max_)
            faults_.push_back(fault_of(problem));
        else
            enough_ = true;
    std::stable_sort(faults_.begin(), faults_.end(), [](Fault const& a, Fault const& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::move(faults_);
}

std::string Listener::step_of(Frame const& parent, std::size_t ordinal) {
    // Beyond what is remembered the name cannot be counted; the position among all children is as exact.
    if (ordinal >= parent.children.size()) return "*[" + std::to_string(ordinal + 1) + "]";
    auto const& wanted = *parent.children[ordinal].declaration;
    auto const end = parent.children.begin() + static_cast<std::ptrdiff_t>(ordinal);
    auto const before = std::count_if(parent.children.begin(), end,
                                      [&](Child const& child) { return same_name(*child.declaration, wanted); });
    return to_utf8(wanted.getBaseName()) + "[" + std::to_string(before + 1) + "]";
}

std::string Listener::step(std::size_t level) const {
    if (level == 0) return to_utf8(frames_[0].declaration->getBaseName());
    return step_of(frames_[level - 1], frames_[level].ordinal);
}

std::string Listener::path() const {
    std::string path;
    for (std::size_t level = 0; level < depth_; ++level) path += "/" + step(level);
    return path;
}

std::string Listener::nearest_id() const {
    for (auto level = depth_; level-- > 0;)
        if (!frames_[level].id.empty()) return to_utf8(frames_[level].id.c_str());
    return {};
}

}  // namespace wetbode::validation
