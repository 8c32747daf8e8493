import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sessionCookieName, sessionCookieOptions } from '#platform/auth/cookie.ts'
import { derivePassword, parametresArgon2 } from '#platform/auth/password.ts'
import {
  derivedToken,
  isToken,
  newRecoveryCode,
  newToken,
  recoveryDigest,
  tokenDigest,
} from '#platform/auth/token.ts'
import { newTotpSecret, qrDataUrl, qrSvg, totpCode, totpStep, totpUri } from '#platform/auth/totp.ts'
import type { Keys } from '#platform/keys/keys.ts'

const cles = (graine: string): Keys => ({
  digest: (usage, texte) => createHmac('sha256', graine).update(`${usage}|${texte}`).digest(),
  encrypt: (_u, _c, clair) => clair,
  decrypt: (_u, _c, chiffre) => chiffre,
  sign: (octets) => octets,
  publicKey: new Uint8Array(32),
  signataire: () => ({ sign: () => new Uint8Array(64), publicKey: new Uint8Array(32) }),
})

describe('la dérivée d’un mot de passe', () => {
  const sel = Buffer.alloc(16, 1)
  it('est stable, et change avec le sel, le mot de passe et la clé de l’instance', async () => {
    const de = async (...a: Parameters<typeof derivePassword>) => (await derivePassword(...a)).toString('hex')
    const une = await de(cles('a'), 'une phrase assez longue', sel)
    expect(une).toMatch(/^[0-9a-f]{64}$/)
    expect(await de(cles('a'), 'une phrase assez longue', sel)).toBe(une)
    expect(await de(cles('a'), 'une phrase assez longue', Buffer.alloc(16, 2))).not.toBe(une)
    expect(await de(cles('a'), 'une phrase assez longuf', sel)).not.toBe(une)
    expect(await de(cles('b'), 'une phrase assez longue', sel)).not.toBe(une)
  })
  it('coûte 19 Mio et deux passes quand rien d’autre n’est dit', async () => {
    expect(parametresArgon2).toBe('argon2id m=19456 t=2 p=1')
    const dite = await derivePassword(cles('a'), 'x', sel, parametresArgon2)
    expect(await derivePassword(cles('a'), 'x', sel)).toEqual(dite)
    expect(await derivePassword(cles('a'), 'x', sel, 'argon2id m=1024 t=1 p=1')).not.toEqual(dite)
  })
  it('refuse des paramètres qu’elle ne connaît pas', async () => {
    await expect(derivePassword(cles('a'), 'x', sel, 'argon2i m=8 t=1 p=1')).rejects.toThrow('illisibles')
  })
})

describe('les secrets', () => {
  it('un jeton porte 256 bits, et ne se répète pas', () => {
    const jetons = new Set(Array.from({ length: 200 }, newToken))
    expect(jetons.size).toBe(200)
    for (const j of jetons) expect([isToken(j), Buffer.from(j, 'base64url').length]).toEqual([true, 32])
    expect(tokenDigest('a').length).toBe(32)
    expect(isToken('../../../etc/passwd')).toBe(false)
  })
  it('une tâche rejouée refait le même lien ; une autre instance, un autre usage, non', () => {
    const d = '0190a000-0000-7000-8000-000000000001'
    expect(derivedToken(cles('a'), 'invitation', d)).toBe(derivedToken(cles('a'), 'invitation', d))
    expect(isToken(derivedToken(cles('a'), 'invitation', d))).toBe(true)
    expect(derivedToken(cles('a'), 'reinitialisation', d)).not.toBe(derivedToken(cles('a'), 'invitation', d))
    expect(derivedToken(cles('b'), 'invitation', d)).not.toBe(derivedToken(cles('a'), 'invitation', d))
  })
  it('un code de secours se recopie avec ou sans tirets, en majuscules ou non', () => {
    const code = newRecoveryCode()
    expect(code).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){5}$/)
    expect(recoveryDigest(code.toUpperCase().replaceAll('-', ' '))).toEqual(recoveryDigest(code))
    expect(recoveryDigest(`${code}x`)).not.toEqual(recoveryDigest(code))
  })
})

describe('le témoin de connexion', () => {
  it('en https, aucun sous-domaine ne peut le poser ; le script ne le lit jamais', () => {
    expect(sessionCookieName('https://coforme.exemple.fr')).toBe('__Host-coforme')
    expect(sessionCookieName('http://localhost:3000')).toBe('coforme')
    expect(sessionCookieOptions('https://x.fr', false)).toEqual({
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: true,
    })
    expect(sessionCookieOptions('http://localhost', true)).toMatchObject({ secure: false, maxAge: 2_592_000 })
  })
})

describe('le code à six chiffres', () => {
  // RFC 6238, annexe B : le secret « 12345678901234567890 » ; à 59 s, les six derniers chiffres sont 287082.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  it('est celui de la norme, et rend son pas', () => {
    expect(totpCode(secret, new Date(59_000))).toBe('287082')
    expect(totpStep(secret, '287 082', new Date(59_000))).toBe(1)
    expect(totpStep(secret, '287082', new Date(89_000))).toBe(1)
  })
  it('est refusé trop tard, faux ou mal écrit', () => {
    expect(totpStep(secret, '287082', new Date(150_000))).toBeUndefined()
    expect(totpStep(secret, '287083', new Date(59_000))).toBeUndefined()
    expect(totpStep(secret, '28708', new Date(59_000))).toBeUndefined()
    expect(totpStep(secret, '28708a', new Date(59_000))).toBeUndefined()
  })
  it('se donne par un carré sans script', () => {
    const uri = totpUri(newTotpSecret(), 'rosa@exemple.example')
    expect(uri).toMatch(/^otpauth:\/\/totp\/Coforme:rosa%40exemple\.example\?/)
    const svg = qrSvg(uri)
    expect(svg).toMatch(/^<svg [^>]*><path fill="#fff" d="[M0-9hvHz ]+"\/><path d="[M0-9hvz -]+"\/><\/svg>$/)
    expect(qrDataUrl(uri)).toBe(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`)
  })
})
