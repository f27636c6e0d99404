import { describe, expect, test } from "vitest";
import { baseUrl, isLoopback } from "../../../providers/http/endpoint.ts";

describe("this machine", () => {
  test.each(["http://localhost", "http://127.0.0.1:4010", "http://127.8.9.10", "http://[::1]:80", "http://LOCALHOST"])(
    "%s is",
    (url) => {
      expect(isLoopback(new URL(url))).toBe(true);
    },
  );

  test.each([
    "https://api.workos.com",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://evil.example/127.0.0.1",
    "http://192.168.0.1",
    "http://10.0.0.1",
    "http://0.0.0.0",
    "http://localhost@evil.example",
  ])("%s is not", (url) => {
    expect(isLoopback(new URL(url))).toBe(false);
  });
});

describe("a base URL", () => {
  test.each(["https://api.openai.com/v1", "http://127.0.0.1:4010/v1", "https://127.0.0.1"])("%s will do", (value) => {
    expect(baseUrl("OPENAI_BASE_URL", value)).toEqual(new URL(value));
  });

  test.each([
    ["api.openai.com", 'OPENAI_BASE_URL is not a URL: "api.openai.com"'],
    ["", 'OPENAI_BASE_URL is not a URL: ""'],
    ["ftp://127.0.0.1", "OPENAI_BASE_URL must begin with https://, not ftp:"],
    [
      "http://api.openai.com/v1",
      "OPENAI_BASE_URL is plain http to api.openai.com: the key would be readable on the way. Use https",
    ],
  ])("%j will not", (value, problem) => {
    expect(baseUrl("OPENAI_BASE_URL", value)).toBe(problem);
  });
});
