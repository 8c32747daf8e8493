import path from 'node:path'
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import type { Command } from '#web/module.ts'
import { verifierFec } from '../domain/fec/verifier.ts'
import { lireAppelDeFichier } from './appel-de-fichier.ts'

const usage = 'fec verifier FICHIER [--json]'

/** Relit un fichier des écritures comptables. 1 : une anomalie au moins ; 2 : il ne se lit pas. */
export const fecVerifierCommande: Command = {
  nom: 'fec verifier',
  usage,
  base: false,
  async run(args, contexte) {
    const { stdout, stderr } = contexte
    const appel = await lireAppelDeFichier(args, contexte, usage)
    if (appel === undefined) return 2
    const lu = verifierFec(appel.octets, path.basename(appel.fichier))
    if (!lu) {
      stderr(`${appel.fichier} : ce fichier n’est pas du texte.\n`)
      return 2
    }
    if (appel.json) stdout(`${JSON.stringify(lu, null, 1)}\n`)
    else {
      stdout(
        `${lu.ecritures} écritures, ${lu.lignes} lignes, débit ${formaterMontant(lu.debit as Montant)}, crédit ${formaterMontant(lu.credit as Montant)}\n`,
      )
      for (const a of lu.anomalies)
        stdout(`✗ ${a.ligne === 0 ? 'fichier' : `ligne ${a.ligne}`}, ${a.regle} : ${a.message}\n`)
      const nonMontrees = lu.anomaliesEnTout - lu.anomalies.length
      if (nonMontrees > 0) stdout(`et ${nonMontrees} autres\n`)
      if (lu.anomaliesEnTout === 0) stdout('Aucune anomalie.\n')
    }
    return lu.anomaliesEnTout === 0 ? 0 : 1
  },
}
