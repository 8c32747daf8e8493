/** La modalité de chaque demi-journée, telle que les pièces d’une session mixte l’impriment ; sans elle, elles ne changent pas. */
import { afterAll, describe, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleFeuille } from '#modules/emargement/test/exemple-feuille.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { composer, lireTexte, moteur, serre } from './texte.ts'

const pdf = moteur()
afterAll(() => pdf.close())
const e = exemplesDocuments(exempleCertificat.organisme)

type AvecAction = { readonly action: { readonly seances: readonly object[] } }
const alterne = (i: number) => ({ modalite: i % 2 === 0 ? 'sur place' : 'à distance' })
const dite = <T extends AvecAction>(d: T) => ({
  ...d,
  action: { ...d.action, seances: d.action.seances.map((s, i) => ({ ...s, ...alterne(i) })) },
})
const texteDe = async (gabarit: string, donnees: object, garder?: string) => {
  const r = await composer(pdf, gabarit, donnees as Readonly<Record<string, unknown>>, garder)
  if (!r.ok) throw new Error(r.error.phrase)
  return lireTexte(r.value.pdf)
}
const fois = (texte: string, mot: string) => texte.split(serre(mot)).length - 1

describe('le calendrier d’une session mixte', () => {
  it.each([
    ['convocation', 'convocation.v1', e.convocation],
    ['convention', 'convention.v1', e.convention],
    ['contrat', 'contrat.v1', e.contrat],
    ['devis', 'devis.v1', e.devis],
    ['information', 'information-stagiaire.v1', e.information],
  ] as const)(
    '%s : chaque demi-journée dit si elle est sur place ou à distance',
    async (nom, gabarit, donnees) => {
      const avant = await texteDe(gabarit, donnees)
      const apres = await texteDe(gabarit, dite(donnees), `${nom}-mixte`)
      const { seances } = donnees.action
      const distantes = seances.filter((_, i) => i % 2 === 1).length
      expect(fois(apres, 'Modalité')).toBe(fois(avant, 'Modalité') + 1)
      expect(fois(apres, 'à distance')).toBeGreaterThanOrEqual(fois(avant, 'à distance') + distantes)
      expect(fois(apres, 'sur place')).toBeGreaterThanOrEqual(
        fois(avant, 'sur place') + seances.length - distantes,
      )
    },
  )
  it('la convocation dit d’entrée si l’on se déplace le premier jour', async () => {
    const premiere = (modalite: string) => ({
      ...e.convocation,
      action: {
        ...e.convocation.action,
        seances: e.convocation.action.seances.map((s, i) => (i === 0 ? { ...s, modalite } : s)),
      },
    })
    expect(await texteDe('convocation.v1', premiere('à distance'))).toContain(serre(', à distance. Chaque'))
    expect(await texteDe('convocation.v1', premiere('à préciser'))).not.toContain(
      serre(', à préciser. Chaque'),
    )
  })
  it('la convocation nomme la salle d’une demi-journée qui n’est pas celle du lieu', async () => {
    const { action } = e.convocation
    const { date = '', debut = '' } = action.seances[1] ?? {}
    const ailleurs = {
      ...e.convocation,
      action: {
        ...action,
        lieu: { ...action.lieu, salles: [{ date, debut, salle: 'Salle Léopold-Sédar-Senghor' }] },
      },
    }
    const texte = await texteDe('convocation.v1', ailleurs, 'convocation-salle')
    expect(texte).toContain(serre('mardi 17 novembre à 13 h 30 : Salle Léopold-Sédar-Senghor'))
  })
  it('la feuille le dit sous l’heure de chaque demi-journée', async () => {
    const feuille = exempleFeuille(exempleCertificat.organisme)
    const seances = feuille.seances.map((s, i) => ({ ...s, ...alterne(i) }))
    const texte = await texteDe('feuille-emargement.v1', { ...feuille, seances }, 'feuille-mixte')
    expect(fois(texte, 'sur place')).toBe(Math.ceil(seances.length / 2))
    expect(fois(texte, 'à distance')).toBe(Math.floor(seances.length / 2))
    expect(fois(await texteDe('feuille-emargement.v1', feuille), 'sur place')).toBe(0)
  })
})
