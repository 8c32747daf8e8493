import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPdfRenderer, PdfPanne } from '#platform/pdf/create-pdf-renderer.ts'
import { pagesDuPdf } from './lire-pdf.ts'

export const emisLe = new Date('2026-11-19T08:05:00Z')
export const moteur = () => createPdfRenderer({ places: 2 })

/** Le texte d'un PDF, tel qu'un autre lecteur le lit. Sans blancs : ni la ligne, ni la colonne ne comptent. */
export const lireTexte = (pdf: Uint8Array): string => serre(pagesDuPdf(pdf).join('\n'))
export const serre = (texte: string): string => texte.normalize('NFC').replace(/[\s\u00a0\u202f]+/g, '')

/** Compose ; un gabarit qui panne sur une donnée absente le dit par une panne, jamais par un refus. */
export const composer = async (
  pdf: ReturnType<typeof createPdfRenderer>,
  gabarit: string,
  donnees: Readonly<Record<string, unknown>>,
  garder?: string,
) => {
  const rendu = await pdf
    .render({ gabarit, donnees, emisLe, verification: 'https://coforme.exemple.fr/verifier' })
    .catch((e: unknown) => {
      throw e instanceof PdfPanne ? new Error(`${e.message}\n${e.detail().join('\n')}`) : e
    })
  const vers = process.env.COFORME_PDF_VERS
  if (vers && garder && rendu.ok) {
    mkdirSync(vers, { recursive: true })
    writeFileSync(join(vers, `${garder}.pdf`), rendu.value.pdf)
  }
  return rendu
}
