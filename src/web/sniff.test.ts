import { expect, it } from 'vitest'
import { sniff } from '#web/sniff.ts'

const lire = (texte: string) => sniff(new TextEncoder().encode(texte))

it.each([
  ['%PDF-1.7', 'pdf'],
  ['<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', 'svg'],
  ['<?xml version="1.0"?>\n<!-- logo --><svg xmlns="http://www.w3.org/2000/svg"/>', 'svg'],
  ['<svg><use href="#a"/></svg>', 'svg'],
  ['nom;prénom\nPons;Agathe', 'texte'],
  ['<svg><script>alert(1)</script></svg>', undefined],
  ['<svg onload="alert(1)"/>', undefined],
  ['<svg><a href="javascript:alert(1)"/></svg>', undefined],
  ['<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', undefined],
  ['<svg><image href="https://ailleurs.example/p.png"/></svg>', undefined],
  ['<svg><foreignObject/></svg>', undefined],
  ['<html><body>', undefined],
  ['a\0b', undefined],
])('%s est reconnu pour ce qu’il est', (texte, attendu) => {
  expect(lire(texte)).toBe(attendu)
})

it('une image se reconnaît à sa signature', () => {
  expect(sniff(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toBe('png')
  expect(sniff(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('jpeg')
  expect(sniff(new Uint8Array([0xff, 0x00]))).toBeUndefined()
})
