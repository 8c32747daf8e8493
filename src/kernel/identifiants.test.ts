import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lireBic, lireIban } from '#kernel/banque.ts'
import { lireCourriel, masquerCourriel } from '#kernel/courriel.ts'
import {
  type CodePostal,
  departementDe,
  formaterNda,
  formaterSiret,
  formaterTva,
  lireBloc,
  lireCertification,
  lireCodePostal,
  lireNda,
  lireSiren,
  lireSiret,
  lireUai,
  luhnJuste,
  sirenDe,
  tvaDe,
} from '#kernel/identifiants.ts'
import type { Result } from '#kernel/result.ts'

const code = <T>(r: Result<T, { code: string }>): T | string => (r.ok ? r.value : r.error.code)
const valeur = <T>(r: Result<T, { code: string }>): T => {
  if (!r.ok) throw new Error(r.error.code)
  return r.value
}
const n = (t: string): string => t.replace(/[\u00a0\u202f]/g, ' ')
const chiffres = (taille: number) =>
  fc.array(fc.nat(9), { minLength: taille, maxLength: taille }).map((c) => c.join(''))
/** Complète un début de chiffres par la clé de Luhn. */
const avecCle = (debut: string): string => {
  for (let c = 0; c < 10; c += 1) if (luhnJuste(`${debut}${c}`)) return `${debut}${c}`
  throw new Error('clé introuvable')
}

describe('SIREN et SIRET', () => {
  it.each([
    ['123 456 782', '123456782'],
    ['999.120.470', '999120470'],
  ])('%s est un SIREN', (t, v) => expect(code(lireSiren(t))).toBe(v))
  it.each([
    ['', 'siren-vide'],
    ['12345678', 'siren-longueur'],
    ['123456783', 'siren-cle'],
    ['000000000', 'siren-cle'],
    ['12345678A', 'siren-longueur'],
  ])('« %s » est refusé : %s', (t, c) => expect(code(lireSiren(t))).toBe(c))
  it.each([
    ['999 120 470 00011', '99912047000011'],
    ['35600000000048', '35600000000048'],
    ['35600000049837', '35600000049837'],
  ])('%s est un SIRET', (t, v) => expect(code(lireSiret(t))).toBe(v))
  it.each([
    ['', 'siret-vide'],
    ['999120470', 'siret-longueur'],
    ['99912047000012', 'siret-cle'],
    ['35600000049838', 'siret-cle'],
    ['00000000000000', 'siret-cle'],
  ])('« %s » est refusé : %s', (t, c) => expect(code(lireSiret(t))).toBe(c))
  it('un SIREN donné pour un SIRET est reconnu et dit', () => {
    const lu = lireSiret('999120470')
    expect(lu.ok ? '' : lu.error.phrase).toContain('est un SIREN')
  })
  it('la règle de La Poste ne vaut que pour La Poste', () => {
    // 35600000049837 hors Luhn passe pour elle ; la même fin sur un autre SIREN est refusée.
    expect(luhnJuste('35600000049837')).toBe(false)
    expect(code(lireSiret('99912047000015'))).toBe('siret-cle')
  })
  it('changer un seul chiffre d’un SIREN juste le rend toujours faux', () =>
    fc.assert(
      fc.property(chiffres(8), fc.nat(8), fc.integer({ min: 1, max: 9 }), (debut, rang, ajout) => {
        const juste = avecCle(debut)
        const faux =
          juste.slice(0, rang) + String((Number(juste.charAt(rang)) + ajout) % 10) + juste.slice(rang + 1)
        return debut === '00000000' || (lireSiren(juste).ok && !lireSiren(faux).ok)
      }),
    ))
  it('se lit groupé et rend son SIREN', () => {
    const siret = valeur(lireSiret('99912047000011'))
    expect(n(formaterSiret(siret))).toBe('999 120 470 00011')
    expect(sirenDe(siret)).toBe('999120470')
    expect(code(lireSiret(formaterSiret(siret)))).toBe(siret)
  })
})

describe('numéro de déclaration d’activité', () => {
  const cp = (t: string): CodePostal => valeur(lireCodePostal(t))
  const codes = (t: string, codePostal?: CodePostal) => {
    const lu = lireNda(t, codePostal ? { codePostal } : {})
    return lu.ok ? lu.value.avertissements.map((a) => a.code) : lu.error.code
  }
  it('les espaces ne comptent pas et la forme d’affichage se relit', () => {
    const nda = valeur(lireNda('11 75 32629 75')).valeur
    expect(nda).toBe('11753262975')
    expect(n(formaterNda(nda))).toBe('11 75 32629 75')
    expect(valeur(lireNda(formaterNda(nda))).valeur).toBe(nda)
  })
  it('un département différent avertit sans bloquer', () => {
    expect(codes('11753262975', cp('75011'))).toEqual([])
    expect(codes('11753262975', cp('38000'))).toEqual(['nda-departement'])
    expect(codes('76341044834')).toEqual([])
    expect(codes('76341044875')).toEqual(['nda-incoherent'])
  })
  it('la Corse et l’outre-mer passent', () => {
    expect(codes('942A123452A', cp('20000'))).toEqual([])
    expect(codes('94201234520', cp('20200'))).toEqual([])
    expect(codes('01971234597', cp('97110'))).toEqual([])
  })
  it('le remplissage 99999999999 est dit', () =>
    expect(codes('99999999999', cp('38000'))).toEqual(['nda-inconnu']))
  it.each(['1234567890', '123456789012', 'ABCDEFGHIJK'])('« %s » est refusé', (t) =>
    expect(codes(t)).toBe('nda-forme'),
  )
  it('vide, il le dit', () => expect(codes('')).toBe('nda-vide'))
})

describe('les autres identifiants', () => {
  it.each([
    ['0754622S', '0754622S'],
    ['0750655e', '0750655E'],
    ['0754622T', 'uai-cle'],
    ['754622S', 'uai-forme'],
    ['', 'uai-vide'],
  ])('UAI %s : %s', (t, v) => expect(code(lireUai(t))).toBe(v))
  it('TVA : la clé suit le SIREN', () => {
    expect(tvaDe(valeur(lireSiren('123456782')))).toBe('FR11123456782')
    expect(tvaDe(valeur(lireSiren('999120470')))).toBe('FR21999120470')
    expect(n(formaterTva(tvaDe(valeur(lireSiren('123456782')))))).toBe('FR 11 123 456 782')
  })
  it('un numéro de TVA calculé a sa clé, deux chiffres, et son SIREN', () =>
    fc.assert(
      fc.property(chiffres(8), (debut) => {
        const siren = lireSiren(avecCle(debut))
        return !siren.ok || /^FR\d{11}$/.test(tvaDe(siren.value))
      }),
    ))
  it.each([
    ['38000', '38'],
    ['20000', '2A'],
    ['20200', '2B'],
    ['97410', '974'],
    ['01000', '01'],
    ['98800', '988'],
  ])('code postal %s : département %s', (t, dep) =>
    expect(departementDe(valeur(lireCodePostal(t)))).toBe(dep),
  )
  it.each(['3800', '00100', '96000', '99100', '380000', 'ABCDE'])('« %s » n’est pas un code postal', (t) =>
    expect(code(lireCodePostal(t))).toBe('code-postal-forme'),
  )
  it.each([
    ['rncp 40344', undefined, 'RNCP40344'],
    ['RS6432', undefined, 'RS6432'],
    ['474', 'RNCP', 'RNCP474'],
    ['RS6432', 'RNCP', 'certification-forme'],
    ['40344', undefined, 'certification-forme'],
    ['RNCP0', undefined, 'certification-forme'],
    ['', undefined, 'certification-vide'],
  ] as const)('certification %s (%s) : %s', (t, registre, v) =>
    expect(code(lireCertification(t, registre))).toBe(v),
  )
  it('bloc', () => {
    expect(code(lireBloc('rncp40344bc01'))).toBe('RNCP40344BC01')
    expect(code(lireBloc('RNCP40344'))).toBe('bloc-forme')
  })
})

describe('IBAN et BIC', () => {
  it.each([
    ['FR76 3000 6000 0112 3456 7890 189', 'FR7630006000011234567890189'],
    ['fr1420041010050500013m02606', 'FR1420041010050500013M02606'],
    ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
  ])('%s est juste', (t, v) => expect(code(lireIban(t))).toBe(v))
  it.each([
    ['', 'iban-vide'],
    ['FR7630006000011234567890188', 'iban-cle'],
    ['FR763000600001123456789018', 'iban-longueur'],
    ['US7630006000011234567890189', 'iban-pays'],
    ['bonjour', 'iban-forme'],
    ['__proto__', 'iban-forme'],
  ])('« %s » est refusé : %s', (t, c) => expect(code(lireIban(t))).toBe(c))
  it('échanger deux caractères voisins différents se voit toujours', () => {
    const juste = 'FR7630006000011234567890189'
    for (let i = 4; i < juste.length - 1; i += 1) {
      if (juste[i] === juste[i + 1]) continue
      const faux = juste.slice(0, i) + juste.charAt(i + 1) + juste.charAt(i) + juste.slice(i + 2)
      expect(code(lireIban(faux))).toBe('iban-cle')
    }
  })
  it('BIC', () => {
    expect(code(lireBic('agri frpp'))).toBe('AGRIFRPP')
    expect(code(lireBic('AGRI'))).toBe('bic-forme')
  })
})

describe('courriel', () => {
  it.each([
    ['Helene.Roussillon@Langue-et-Lien.Example', 'helene.roussillon@langue-et-lien.example'],
    ['  mailto:a+b@exemple.fr ', 'a+b@exemple.fr'],
    ['contact@école.fr', 'contact@xn--cole-9oa.fr'],
    ["o'neil@exemple.fr", "o'neil@exemple.fr"],
  ])('%s devient %s', (t, v) => expect(code(lireCourriel(t))).toBe(v))
  it.each([
    ['', 'courriel-vide'],
    ['sans-arobase', 'courriel-forme'],
    ['@exemple.fr', 'courriel-forme'],
    ['a@', 'courriel-forme'],
    ['a@localhost', 'courriel-forme'],
    ['a@127.0.0.1', 'courriel-forme'],
    ['a@exemple.fr\r\nBcc: b@exemple.fr', 'courriel-forme'],
    ['a\n@exemple.fr', 'courriel-forme'],
    ['a b@exemple.fr', 'courriel-forme'],
    ['<a@exemple.fr>', 'courriel-forme'],
    ['a@exemple.fr, b@exemple.fr', 'courriel-forme'],
    ['a@exemple.fr/chemin', 'courriel-forme'],
    ['a@b@exemple.fr', 'courriel-forme'],
    ['a..b@exemple.fr', 'courriel-forme'],
    ['.a@exemple.fr', 'courriel-forme'],
    ['a@-exemple.fr', 'courriel-forme'],
    ['a@exemple..fr', 'courriel-forme'],
    ['hélène@exemple.fr', 'courriel-accents'],
    [`${'a'.repeat(65)}@exemple.fr`, 'courriel-forme'],
    [`a@${'b'.repeat(250)}.fr`, 'courriel-trop-long'],
  ])('%j est refusé : %s', (t, c) => expect(code(lireCourriel(t))).toBe(c))
  it('ce qui passe n’a ni espace ni retour, et se relit tel quel', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string({ unit: 'binary' }),
          fc.string().map((s) => `a${s}@exemple.fr`),
        ),
        (t) => {
          const lu = lireCourriel(t)
          if (!lu.ok) return
          expect(lu.value).toMatch(/^[!-~]+$/)
          expect(code(lireCourriel(lu.value))).toBe(lu.value)
        },
      ),
    ))
  it('se masque sans cacher le domaine', () =>
    expect(masquerCourriel(valeur(lireCourriel('helene@exemple.fr')))).toBe('h•••••@exemple.fr'))
})
