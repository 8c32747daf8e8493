import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { declarer, ecrireAccuse, ecrireAvis } from './declarer-retractation.ts'

const d = {
  nom: 'Yasmine Haddad',
  numero: 'CT-2026-0004',
  libelle: 'Anglais professionnel, Yasmine Haddad',
  organisme: 'Langue & Lien',
  signeLe: '2026-11-02' as DateCivile,
}
const nu = (texte: string) => texte.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')

describe('la déclaration', () => {
  it('nomme le contrat, sa date, l’organisme et la personne', () => {
    expect(nu(declarer(d))).toBe(
      nu(
        'Je renonce au contrat n° CT-2026-0004, « Anglais professionnel, Yasmine Haddad », signé le lundi 2 novembre 2026 avec Langue & Lien. Yasmine Haddad.',
      ),
    )
  })
  it('ne dit du nom qu’une ligne : rien d’autre ne part avec l’accusé', () => {
    const nom = 'Yasmine\n\nVotre compte est bloqué : https://mal.example'
    const texte = declarer({ ...d, nom })
    const a = ecrireAccuse({ ...d, nom, texte, le: new Date(0), zone: 'Europe/Paris', anticipe: false })
    const suite = 'Yasmine Votre compte'
    for (const dit of [texte, a.texte]) expect(dit).toContain(suite)
    expect(
      `${a.texte}${ecrireAvis({ ...d, nom, texte, le: new Date(0), zone: 'Europe/Paris', lien: undefined }).objet}`,
    ).not.toMatch(/Yasmine\n/)
  })
  it('tient toujours dans ce que la base garde : 600 signes', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 400 }),
        fc.string({ maxLength: 400 }),
        fc.string({ maxLength: 400 }),
        (nom, libelle, organisme) => {
          expect(declarer({ ...d, nom, libelle, organisme }).length).toBeLessThanOrEqual(600)
        },
      ),
    )
  })
})

describe('l’accusé de réception', () => {
  const le = new Date('2026-11-05T10:07:00Z')
  const texte = declarer(d)
  it('redit la déclaration, le jour et l’heure de son envoi, à la pendule de l’organisme', () => {
    const a = ecrireAccuse({ ...d, texte, le, zone: 'Europe/Paris', anticipe: false })
    expect(a.objet).toContain('CT-2026-0004')
    expect(a.texte).toContain(texte)
    expect(nu(a.texte)).toContain('5 novembre 2026 à 11 h 07 (France métropolitaine)')
    expect(a.texte).toContain('Rien n’est dû')
    expect(nu(ecrireAccuse({ ...d, texte, le, zone: 'Indian/Reunion', anticipe: false }).texte)).toContain(
      '5 novembre 2026 à 14 h 07 (La Réunion)',
    )
  })
  it('dit que la part suivie reste due à qui avait demandé à commencer', () => {
    const a = ecrireAccuse({ ...d, texte, le, zone: 'Europe/Paris', anticipe: true })
    expect(a.texte).toContain('seule la part déjà suivie reste due')
    expect(a.texte).not.toContain('Rien n’est dû')
  })
  it('prévient l’organisme dans les mêmes mots, avec le lien du dossier s’il y en a un', () => {
    const commun = { ...d, texte, le, zone: 'Europe/Paris' as const }
    expect(ecrireAvis({ ...commun, lien: 'https://exemple.example/d' }).texte).toContain(
      'https://exemple.example/d',
    )
    const sans = ecrireAvis({ ...commun, lien: undefined }).texte
    expect(sans).toContain(texte)
    expect(sans).not.toContain('undefined')
  })
})
