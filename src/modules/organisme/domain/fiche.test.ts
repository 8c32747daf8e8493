import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import type { CodePostal } from '#kernel/identifiants.ts'
import { centimes } from '#kernel/montant.ts'
import { deleguer } from './deleguer.ts'
import { roles, rolesSensibles } from './droits.ts'
import { bornerAcces, donnerRoles, rolesOfferts } from './equipe.ts'
import { composerForme, ecartsIdentite, type IdentiteSaisie, reglerIdentite } from './identite.ts'
import { type FicheAJuger, manquesDe } from './manques.ts'
import type { Delegation } from './signataires.ts'

const d = (t: string): DateCivile => {
  const lue = dateCivile(t)
  if (!lue) throw new Error(t)
  return lue
}
const helene = asId<'Personne'>('018f3a00-0000-7000-8000-000000000001') as PersonneId
const jour = d('2026-11-24')

const saisie: IdentiteSaisie = {
  code: 'langue-et-lien',
  nom: 'Langue & Lien',
  forme: { genre: 'scop', societe: 'SAS', cae: false, capitalVariable: true, libelle: '' },
  siret: '123 456 782 00010',
  nda: '',
  ndaPrefet: '',
  uai: '',
  adresse: '3 rue du Four',
  codePostal: '35000' as CodePostal,
  ville: 'Rennes',
  courriel: 'contact@exemple.example',
  telephone: '',
  site: 'langue-et-lien.example',
  couleur: '#0F4C4A',
  zone: 'Europe/Paris',
  regimeTva: 'assujetti',
  demandeRecueLe: undefined,
  tvaReference: '',
  cloture: { mois: 12, jour: 31 },
}
const champs = (s: Partial<IdentiteSaisie>) => {
  const r = reglerIdentite({ ...saisie, ...s })
  return r.ok ? [] : Object.keys(r.error.champs)
}

describe('la fiche de la coopérative', () => {
  it('se met en forme : SIRET sans espaces, couleur en minuscules, site en https', () => {
    const r = reglerIdentite(saisie)
    expect(r.ok && r.value.identite).toMatchObject({
      siret: '12345678200010',
      couleur: '#0f4c4a',
      site: 'https://langue-et-lien.example',
    })
  })
  it.each<[Partial<IdentiteSaisie>, string[]]>([
    [{ regimeTva: 'exonere' }, ['demandeRecueLe']],
    [{ couleur: 'vert' }, ['couleur']],
    [{ site: 'javascript:alert(1)' }, ['site']],
    [{ site: 'https://a:b@exemple.example' }, ['site']],
    [{ telephone: 'le mien' }, ['telephone']],
    [{ forme: { ...saisie.forme, societe: undefined } }, ['societe']],
    [{ forme: { ...saisie.forme, genre: 'association', cae: true } }, ['cae']],
    [{ forme: { ...saisie.forme, genre: 'autre' } }, ['formeLibelle']],
    [{ siret: '1', couleur: '' }, ['couleur', 'siret']],
  ])('dit toutes les fautes d’un coup : %o', (s, attendus) => {
    expect(champs(s).sort()).toEqual(attendus)
  })
  it('nomme ce qui change, et rien quand rien ne change', () => {
    const [a, b] = [
      reglerIdentite(saisie),
      reglerIdentite({ ...saisie, ville: 'Brest', cloture: { mois: 6, jour: 30 } }),
    ]
    if (!a.ok || !b.ok) throw new Error('fiche')
    expect(ecartsIdentite(a.value.identite, b.value.identite)).toEqual(['la clôture', 'la ville'])
    expect(ecartsIdentite(a.value.identite, a.value.identite)).toEqual([])
  })
  it('une CAE est portée par une société coopérative', () => {
    expect(composerForme({ ...saisie.forme, genre: 'cooperative', cae: true }).ok).toBe(true)
    expect(composerForme({ ...saisie.forme, genre: 'autre', cae: true, libelle: 'GIE' }).ok).toBe(false)
  })
})

const complete: FicheAJuger = {
  forme: { genre: 'scop', societe: 'SAS', cae: false, capitalVariable: true },
  nda: '53351234535',
  ndaPrefet: 'de la région Bretagne',
  adresse: '3 rue du Four',
  codePostal: '35000',
  ville: 'Rennes',
  courriel: 'contact@exemple.example',
  tva: { regime: 'assujetti' },
}
const fonction: Delegation = {
  personne: helene,
  genre: 'fonction',
  pieces: '*',
  plafondHt: null,
  debut: d('2026-01-01'),
  fin: null,
  revoqueeLe: null,
}
const autour = {
  jour,
  lieux: 1,
  enseignes: 1,
  roles: new Set(['referent-handicap']),
  delegations: [fonction],
}
const codes = (f: Partial<FicheAJuger>, a: Partial<typeof autour> = {}) =>
  manquesDe({ ...complete, ...f }, { ...autour, ...a }).map((m) => m.code)

describe('ce qui manque à la fiche', () => {
  it('rien quand tout y est', () => expect(codes({})).toEqual([]))
  it('l’absence de NDA est normale, et le dit', () => {
    expect(manquesDe({ ...complete, nda: null, ndaPrefet: '' }, autour)).toMatchObject([
      { code: 'nda', etat: 'a-venir', loi: 'C.\u00a0trav., art.\u00a0L.\u00a06351-1 et R.\u00a06351-1' },
    ])
  })
  it('un NDA d’un autre département est à juger, jamais refusé', () => {
    expect(manquesDe({ ...complete, nda: '11753262975' }, autour)).toMatchObject([{ etat: 'a-juger' }])
  })
  it('une délégation ne remplace pas le représentant légal ; révoqué, il manque de nouveau', () => {
    expect(codes({}, { delegations: [{ ...fonction, genre: 'delegation' }] })).toEqual(['signataire'])
    expect(codes({}, { delegations: [{ ...fonction, revoqueeLe: jour }] })).toEqual(['signataire'])
  })
  it('nomme l’adresse, le courriel, les lieux, la référente handicap, les enseignes d’une CAE, l’attestation', () => {
    expect(codes({ ville: '' })).toEqual(['adresse'])
    expect(codes({ courriel: '' })).toEqual(['courriel'])
    expect(codes({}, { lieux: 0 })).toEqual(['lieux'])
    expect(codes({}, { roles: new Set() })).toEqual(['referent-handicap'])
    expect(codes({ forme: { genre: 'scop', societe: 'SAS', cae: true, capitalVariable: true } })).toEqual([
      'enseignes',
    ])
    expect(codes({ tva: { regime: 'exonere', attestation: { demandeRecueLe: jour } } })).toEqual([
      'attestation',
    ])
    expect(codes({ ndaPrefet: '' })).toEqual(['prefet'])
    expect(codes({ forme: { genre: 'autre', libelle: '' } })).toEqual(['forme'])
  })
})

describe('donner des rôles', () => {
  it('le rôle de responsable ne se donne ni ne se retire que par un responsable', () => {
    expect(donnerRoles(['administration'], [], ['responsable']).ok).toBe(false)
    expect(donnerRoles(['administration'], ['responsable'], []).ok).toBe(false)
    expect(donnerRoles(['administration'], ['responsable'], ['responsable', 'comptable']).ok).toBe(true)
    expect(donnerRoles(['responsable'], [], ['responsable']).ok).toBe(true)
    expect(donnerRoles(['administration'], [], ['formateur']).ok).toBe(true)
  })
  it('un rôle qui ouvre des données sensibles ne se donne et ne se prolonge que par la direction', () => {
    expect(rolesSensibles).toEqual(['responsable', 'responsable-pedagogique', 'referent-handicap', 'dpo'])
    for (const role of rolesSensibles.filter((r) => r !== 'responsable')) {
      expect(donnerRoles(['administration'], [], [role]), role).toMatchObject({
        error: { code: 'role-reserve', phrase: expect.stringContaining(roles[role].nom) },
      })
      expect(donnerRoles(['administration'], [role], [role, 'comptable']).ok, role).toBe(true)
      expect(donnerRoles(['administration'], [role], [role], true).ok, role).toBe(false)
      expect(donnerRoles(['administration'], [role], []).ok, role).toBe(true)
      expect(donnerRoles(['administration', 'responsable'], [], [role], true).ok, role).toBe(true)
    }
  })
  it('l’auditeur a toujours une date à venir, et ce seul rôle ; les autres n’en ont pas besoin', () => {
    const code = (choisis: readonly string[], au?: string) => {
      const r = bornerAcces(choisis, au === undefined ? undefined : d(au), jour)
      return r.ok ? 'donne' : r.error.code
    }
    expect(rolesOfferts).toContain('auditeur')
    expect(code(['auditeur'])).toBe('terme-manquant')
    expect(code(['auditeur', 'dpo'], '2026-12-31')).toBe('auditeur-seul')
    expect(code(['auditeur'], '2026-11-23')).toBe('terme-passe')
    expect(code(['auditeur'], '2026-11-24')).toBe('donne')
    expect(code(['formateur'])).toBe('donne')
    expect(code(['formateur'], '2026-11-24')).toBe('donne')
    expect(code(['formateur'], '2026-11-23')).toBe('terme-passe')
  })
})

describe('donner un pouvoir', () => {
  const bon = {
    personne: helene,
    nom: 'Hélène Marchand',
    qualite: 'gérante',
    genre: 'delegation' as const,
    pieces: ['devis' as const],
    plafondHt: centimes(500_000),
    debut: jour,
    fin: undefined,
  }
  const code = (s: Partial<Parameters<typeof deleguer>[0]>) => {
    const r = deleguer({ ...bon, ...s })
    return r.ok ? 'donne' : r.error.code
  }
  it('dit pourquoi il refuse', () => {
    expect(code({})).toBe('donne')
    expect(code({ pieces: [] })).toBe('sans-piece')
    expect(code({ plafondHt: centimes(0) })).toBe('plafond-nul')
    expect(code({ fin: d('2026-11-23') })).toBe('fin-avant-debut')
    expect(code({ fin: jour })).toBe('donne')
    expect(code({ genre: 'fonction' })).toBe('fonction-bornee')
    expect(code({ genre: 'fonction', pieces: [], plafondHt: undefined })).toBe('donne')
    expect(code({ nom: ' B ' })).toBe('nom-court')
  })
})
