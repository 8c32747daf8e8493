/** « Vérifier » n’est jamais seul sur une page : ce que l’on signe, ou ce que l’on paie, passe la page avec lui. */
import { afterAll, describe, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exemplesFactures } from '#modules/facturation/test/exemples-factures.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { pagesDuPdf } from './lire-pdf.ts'
import { composer, moteur, serre } from './texte.ts'

const pdf = moteur()
afterAll(() => pdf.close())
const e = exemplesDocuments(exempleCertificat.organisme)
const f = exemplesFactures(exempleCertificat.organisme)

/** Le texte de la page où se lit « Vérifier ». */
const pageDeVerification = async (gabarit: string, donnees: object): Promise<string> => {
  const r = await composer(pdf, gabarit, donnees as Readonly<Record<string, unknown>>)
  if (!r.ok) throw new Error(r.error.phrase)
  return (
    pagesDuPdf(r.value.pdf)
      .map(serre)
      .find((p) => p.includes(serre('Les données de ce document sont jointes'))) ?? ''
  )
}
/** De quoi pousser le bas d’une pièce d’une page à l’autre, un peu plus à chaque pas. */
const pas = Array.from({ length: 14 }, (_, n) => n)

describe('« Vérifier » ne passe pas seul la page', () => {
  const ligne = f.facture.lignes[0]
  const facture = (modele: typeof f.facture, n: number) => {
    if (!ligne) throw new Error('exemple sans ligne')
    const lignes = [
      ...modele.lignes,
      ...pas.slice(0, n).map(() => ({ ...ligne, libelle: 'Livret', unitaire: 0, total: 0 })),
    ]
    return { ...modele, lignes }
  }
  it('d’une facture : le règlement l’accompagne', async () => {
    for (const n of pas)
      expect(
        await pageDeVerification('facture.v1', facture(f.taxee as typeof f.facture, n)),
        `${n} lignes de plus`,
      ).toContain(serre('Par virement, au plus tard le 2 décembre 2026.'))
  })
  it('d’un avoir, court ou long : ses mentions l’accompagnent', async () => {
    for (const n of [...pas, 25])
      expect(
        await pageDeVerification('facture.v1', facture(f.avoir as typeof f.facture, n)),
        `${n} lignes de plus`,
      ).toContain(serre('Prestation de services.'))
  })
  it.each([
    ['convention.v1', e.convention, 'Fait à Saint-Égrève'],
    ['contrat.v1', e.contrat, 'Fait à Saint-Égrève'],
    ['devis.v1', e.devis, 'L’accord du client vaut commande.'],
  ] as const)('%s : les signatures l’accompagnent', async (gabarit, donnees, accord) => {
    for (const n of pas) {
      const contenu = [
        ...donnees.action.contenu,
        ...pas.slice(0, n).map(() => ({ sequence: 'Reprendre', detail: 'essais à deux' })),
      ]
      expect(
        await pageDeVerification(gabarit, { ...donnees, action: { ...donnees.action, contenu } }),
        `${n} séquences de plus`,
      ).toContain(serre(accord))
    }
  })
})
