-- Dissectors of Bramble's own protocols for Wireshark and tshark (4.0 and later):
--
--   wireshark -X lua_script:bramble.lua capture.pcapng
--
-- * SRP between wireless network and Dispatcher, port 3101, including the envelopes inside. Layouts: server/dispatcher/srp.ts
--   and envelope.ts. The payload of an envelope stays encrypted, since Lua has no AES; the packet's comment has the plain text.
-- * Content between Dispatcher and Collaboration Service: JSON. It crosses no network; the capture shows it as UDP to and
--   from port 3200.
--
-- In a capture that Bramble wrote, the name of the interface decides how a connection is dissected, whatever its port. Traffic
-- from elsewhere is recognised by port (Preferences, Protocols, BRAMBLE) or by the content of its first frame.

local srp = Proto("bramble", "Bramble Server Routing Protocol")
local envelope = Proto("bramble.envelope", "Bramble Envelope")
local content = Proto("bramble.content", "Bramble Content")

local kinds = {
  [1] = "claim", [2] = "challenge", [3] = "response", [4] = "confirm", [5] = "packet", [6] = "coverage", [7] = "refused",
}
local content_types = { [1] = "instant messaging", [2] = "error" }
local suites = { [0] = "none", [1] = "AES-256 in CBC", [2] = "two-key Triple DES in outer CBC" }

local s = {
  length = ProtoField.uint32("bramble.length", "Length", base.DEC),
  kind = ProtoField.uint8("bramble.kind", "Kind", base.DEC, kinds),
  id = ProtoField.string("bramble.id", "SRP ID"),
  challenge = ProtoField.bytes("bramble.challenge", "Challenge"),
  answer = ProtoField.bytes("bramble.answer", "Answer (HMAC-SHA-1)"),
  pin = ProtoField.uint32("bramble.coverage.pin", "Device PIN", base.HEX),
  reachable = ProtoField.bool("bramble.coverage.reachable", "Can be reached"),
  reason = ProtoField.string("bramble.reason", "Reason"),
}
srp.fields = s

local e = {
  version = ProtoField.uint8("bramble.envelope.version", "Version"),
  content_type = ProtoField.uint8("bramble.envelope.content_type", "Content type", base.DEC, content_types),
  pin = ProtoField.uint32("bramble.envelope.pin", "Device PIN", base.HEX),
  message_id = ProtoField.uint32("bramble.envelope.message_id", "Message ID"),
  packet_index = ProtoField.uint8("bramble.envelope.packet_index", "Packet index (from 0)"),
  packet_count = ProtoField.uint8("bramble.envelope.packet_count", "Packet count"),
  suite = ProtoField.uint8("bramble.envelope.suite", "Cipher suite", base.DEC, suites),
  key_generation = ProtoField.uint32("bramble.envelope.key_generation", "Key generation"),
  key_length = ProtoField.uint8("bramble.envelope.key_length", "Length of the encrypted message key"),
  iv_length = ProtoField.uint8("bramble.envelope.iv_length", "Length of the IV"),
  key = ProtoField.bytes("bramble.envelope.key", "Encrypted message key"),
  iv = ProtoField.bytes("bramble.envelope.iv", "IV"),
  payload = ProtoField.bytes("bramble.envelope.payload", "Encrypted payload"),
  error = ProtoField.string("bramble.envelope.error", "Error"),
}
envelope.fields = e

local c = {
  direction = ProtoField.string("bramble.content.direction", "Direction"),
  pin = ProtoField.string("bramble.content.pin", "Device PIN"),
  type = ProtoField.string("bramble.content.type", "Type"),
}
content.fields = c

local wrong = ProtoExpert.new("bramble.malformed", "Not as Bramble writes it", expert.group.MALFORMED, expert.severity.ERROR)
srp.experts = { wrong }
local bad_envelope =
  ProtoExpert.new("bramble.envelope.malformed", "Not an envelope", expert.group.MALFORMED, expert.severity.ERROR)
envelope.experts = { bad_envelope }

srp.prefs.ports = Pref.range("TCP ports", "3101", "Ports on which a Dispatcher listens", 65535)

local interface_name = Field.new("frame.interface_name")

local header_length = 19

function envelope.dissector(tvb, pinfo, tree)
  local length = tvb:reported_length_remaining()
  local item = tree:add(envelope, tvb())
  if length < header_length then
    item:add_proto_expert_info(bad_envelope, length .. " bytes are too few")
    return length
  end
  pinfo.cols.protocol = "Envelope"
  local content_type = tvb(1, 1):uint()
  local index, count = tvb(10, 1):uint(), tvb(11, 1):uint()
  local key_length, iv_length = tvb(17, 1):uint(), tvb(18, 1):uint()
  item:add(e.version, tvb(0, 1))
  item:add(e.content_type, tvb(1, 1))
  item:add(e.pin, tvb(2, 4))
  item:add(e.message_id, tvb(6, 4))
  item:add(e.packet_index, tvb(10, 1))
  item:add(e.packet_count, tvb(11, 1))
  item:add(e.suite, tvb(12, 1))
  item:add(e.key_generation, tvb(13, 4))
  item:add(e.key_length, tvb(17, 1))
  item:add(e.iv_length, tvb(18, 1))
  local start = header_length + key_length + iv_length
  if tvb(0, 1):uint() ~= 1 then
    item:add_proto_expert_info(bad_envelope, "version " .. tvb(0, 1):uint() .. " is unknown")
    return length
  end
  if length < start or index >= count then
    item:add_proto_expert_info(bad_envelope, length < start and "it ends before its payload" or "packet index beyond count")
    return length
  end
  if key_length > 0 then item:add(e.key, tvb(header_length, key_length)) end
  if iv_length > 0 then item:add(e.iv, tvb(header_length + key_length, iv_length)) end
  local pin = string.format("%08X", tvb(2, 4):uint())
  local what = string.format("%s message %d, packet %d/%d", pin, tvb(6, 4):uint(), index + 1, count)
  if start < length then
    if content_type == 2 then
      item:add(e.error, tvb(start))
      what = pin .. " error: " .. tvb(start):string()
    else
      item:add(e.payload, tvb(start))
    end
  end
  item:append_text(", " .. what)
  pinfo.cols.info:append((tostring(pinfo.cols.info) ~= "" and "; " or "") .. what)
  return length
end

local bodies = {}
bodies[1] = function(body, item) item:add(s.id, body) end
bodies[2] = function(body, item) item:add(s.challenge, body) end
bodies[3] = function(body, item)
  if body:len() ~= 40 then return item:add_proto_expert_info(wrong, "an answer and a challenge have 20 bytes each") end
  item:add(s.answer, body(0, 20))
  item:add(s.challenge, body(20, 20))
end
bodies[4] = function(body, item) item:add(s.answer, body) end
bodies[5] = function(body, _, pinfo, tree) envelope.dissector(body:tvb(), pinfo, tree) end
bodies[6] = function(body, item)
  if body:len() ~= 5 then return item:add_proto_expert_info(wrong, "a notice of coverage has 5 bytes") end
  item:add(s.pin, body(0, 4))
  item:add(s.reachable, body(4, 1))
end
bodies[7] = function(body, item) item:add(s.reason, body) end

local function length_of_frame(tvb, _, offset)
  return 4 + tvb(offset, 4):uint()
end

local function dissect_frame(tvb, pinfo, tree)
  pinfo.cols.protocol = "SRP"
  local item = tree:add(srp, tvb())
  item:add(s.length, tvb(0, 4))
  if tvb:len() < 5 then
    item:add_proto_expert_info(wrong, "a frame without a kind")
    return tvb:len()
  end
  local kind = tvb(4, 1):uint()
  item:add(s.kind, tvb(4, 1))
  item:append_text(", " .. (kinds[kind] or ("kind " .. kind)))
  if kind ~= 5 then
    local info = pinfo.cols.info
    info:append((tostring(info) ~= "" and "; " or "") .. (kinds[kind] or ("kind " .. kind)))
  end
  local body = bodies[kind]
  if not body then
    item:add_proto_expert_info(wrong, "kind " .. kind .. " is unknown")
  elseif tvb:len() > 5 then
    body(tvb(5), item, pinfo, tree)
  end
  return tvb:len()
end

function srp.dissector(tvb, pinfo, tree)
  pinfo.cols.info = ""
  dissect_tcp_pdus(tvb, tree, 4, length_of_frame, dissect_frame)
  return tvb:len()
end

-- In Bramble's own captures, the name of the interface says which protocol a connection carries.
local function by_interface(tvb, pinfo, tree)
  local name = interface_name()
  if not name then return false end
  if name.value == "handheld-dispatcher" then
    pinfo.conversation = srp
    srp.dissector(tvb, pinfo, tree)
    return true
  end
  local ldap, sip, tls = Dissector.get("ldap"), Dissector.get("sip.tcp"), Dissector.get("tls")
  local is_directory = name.value == "service-directory"
  if not is_directory and name.value ~= "service-communications" then return false end
  local plain = is_directory and ldap or sip
  local first = tvb(0, 1):uint()
  local dissector = (first >= 20 and first <= 24) and tls or plain
  -- Dissect later packets by the server's port. The client sends first, so that is the destination port.
  DissectorTable.get("tls.port"):set(pinfo.dst_port, plain)
  DissectorTable.get("tcp.port"):set(pinfo.dst_port, dissector)
  dissector:call(tvb, pinfo, tree)
  return true
end

-- In other captures, an SRP connection is recognised by its first frame: a claim of an SRP ID, or an envelope.
local function by_looks(tvb, pinfo, tree)
  if tvb:len() < 5 then return false end
  local length, kind = tvb(0, 4):uint(), tvb(4, 1):uint()
  local is_claim = kind == 1 and length == 12 and tvb:len() == 16 and tvb(5, 11):string():match("^S%d+$") ~= nil
  local is_packet = kind == 5 and length > header_length and length <= 65536 and tvb:len() > 11
    and tvb(5, 1):uint() == 1 and (tvb(6, 1):uint() == 1 or tvb(6, 1):uint() == 2)
  if not is_claim and not is_packet then return false end
  pinfo.conversation = srp
  srp.dissector(tvb, pinfo, tree)
  return true
end

srp:register_heuristic("tcp", function(tvb, pinfo, tree)
  if tvb:len() == 0 then return false end
  return by_interface(tvb, pinfo, tree) or by_looks(tvb, pinfo, tree)
end)

local tcp_ports = DissectorTable.get("tcp.port")
local registered = srp.prefs.ports
tcp_ports:add(registered, srp)

function srp.prefs_changed()
  if registered == srp.prefs.ports then return end
  tcp_ports:remove(registered, srp)
  registered = srp.prefs.ports
  tcp_ports:add(registered, srp)
end

function content.dissector(tvb, pinfo, tree)
  pinfo.cols.protocol = "Content"
  local text = tvb():string()
  local item = tree:add(content, tvb())
  local function field(to, name)
    local from, till, value = text:find('"' .. name .. '"%s*:%s*"([^"]*)"')
    if not from then return nil end
    item:add(to, tvb(from - 1, till - from + 1), value)
    return value
  end
  field(c.direction, "direction")
  local pin = field(c.pin, "pin")
  local kind = field(c.type, "type")
  local what = (pin or "no device") .. " " .. (kind or "")
  item:append_text(", " .. what)
  pinfo.cols.info = what
  Dissector.get("json"):call(tvb, pinfo, tree)
  pinfo.cols.protocol = "Content"
  pinfo.cols.info = what
  return tvb:len()
end

DissectorTable.get("udp.port"):add(3200, content)
