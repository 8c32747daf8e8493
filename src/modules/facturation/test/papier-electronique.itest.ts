/** Le papier et son double électronique disent la même chose, chiffre par chiffre : des factures composées, relues, comparées. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { annoncesDuPdf, jointsDuPdf } from '../../../../test/documents/lire-pdf.ts'
import { lireTexte, serre } from '../../../../test/documents/texte.ts'
import { deLaFactureFigee, ecrireSousNumero, refusElectroniques } from '../documents/facture-electronique.ts'
import { enCentimes } from '../domain/electronique/decimal.ts'
import { lireCii } from '../lecture/lire-cii.ts'
import { combien, complementsDe, factureArb, papierDe } from './factures-au-hasard.ts'

const pdf = createPdfRenderer()
afterAll(() => pdf.close())
const jour = (j: string | undefined) => (j === undefined ? [] : [formaterDate(j as DateCivile, 'long')])
const euros = (t: string | undefined) => {
  const c = enCentimes(t)
  return c === null ? [] : [formaterMontant(c as Montant)]
}

describe('des factures au hasard, composées', () => {
  it('portent leur XML, PDF/A-3a et PDF/UA-1 gardés, et le papier dit chaque chiffre du XML', async () => {
    await fc.assert(
      fc.asyncProperty(
        factureArb.filter((f) => f.payeeLe === undefined),
        async (f) => {
          const papier = papierDe(f)
          const aEcrire = deLaFactureFigee(papier, complementsDe(f))
          expect(await refusElectroniques(aEcrire)).toEqual([])
          const xml = ecrireSousNumero(aEcrire)
          if (!xml.ok) throw new Error(xml.error.phrase)
          const rendu = await pdf.render({
            gabarit: 'facture.v1',
            donnees: papier,
            emisLe: new Date(`${f.emiseLe}T09:00:00Z`),
            verification: 'https://coforme.exemple.fr/verifier',
            facturX: xml.value,
          })
          if (!rendu.ok) throw new Error(rendu.error.phrase)
          expect(annoncesDuPdf(rendu.value.pdf)).toMatchObject({ archive: '3A', accessible: '1' })
          const joint = jointsDuPdf(rendu.value.pdf)['factur-x.xml'] ?? ''
          expect(joint).toBe(xml.value)
          const lu = lireOctetsXml(Buffer.from(joint))
          if (!lu.ok) throw new Error(lu.error.phrase)
          const d = lireCii(lu.value)
          const texte = serre(lireTexte(rendu.value.pdf))
          const dits = [
            d.numero ?? '',
            d.acheteur?.legal?.id ?? '',
            ...d.anterieures.flatMap((a) => (f.genre === 'avoir' ? [a.numero ?? '', ...jour(a.date)] : [])),
            ...jour(d.date),
            ...(f.totaux.ttc > 0 ? jour(d.echeance) : []),
            ...euros(d.totaux?.ht),
            ...euros(d.totaux?.ttc),
            ...d.ventilation.flatMap((v) => [...euros(v.base), ...euros(v.montant), v.motif ?? '']),
            ...d.lignes.flatMap((l) => [...euros(l.prixNet), ...euros(l.montant)]),
            ...d.moyens.flatMap((m) => m.comptes.map((c) => c ?? '')),
          ]
          expect(dits.filter((t) => !texte.includes(serre(t)))).toEqual([])
        },
      ),
      { numRuns: combien },
    )
  })
})
