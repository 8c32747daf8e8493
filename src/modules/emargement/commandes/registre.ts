import type { Command } from '#web/module.ts'
import { organismeDeCode, verifierEnBase } from '../db/registre.ts'

const phrases = {
  'numero-manquant': 'une entrée manque',
  'maillon-altere': 'une entrée a été modifiée, ou son rang',
  'maillon-repete': 'une entrée est répétée',
  'jalon-illisible': 'un jalon ne se lit pas',
  'jalon-non-signe': 'un jalon n’est pas signé de la clé de cette instance',
  'jalon-sans-maillon': 'un jalon atteste une entrée qui n’est plus là',
  'jalon-contredit': 'un jalon contredit la chaîne',
  'jalon-detache': 'un jalon ne suit pas le précédent',
} as const

/** `registre verifier-base --organisme CODE` : relit la chaîne en base, contre ses jalons. */
export const registre: Command = {
  nom: 'registre',
  usage: 'registre verifier-base --organisme CODE',
  base: true,
  async run(args, { services, stdout, stderr }) {
    const [geste, option, code, reste] = args
    if (geste !== 'verifier-base' || option !== '--organisme' || !code || reste !== undefined || !services) {
      stderr('Usage : registre verifier-base --organisme CODE\n')
      return 2
    }
    const { db, keys } = services
    const organisme = await db.withoutTenant((tx) => organismeDeCode(tx, code))
    const verdict =
      organisme &&
      (await db.withTenant({ genre: 'tache', organisme }, (tx) => verifierEnBase(tx, keys.publicKey)))
    if (!verdict) {
      stderr(`Aucun organisme ne porte le nom court ${code}.\n`)
      return 1
    }
    if (verdict.ok) {
      stdout(
        `Registre sain : ${verdict.maillons} entrées, ${verdict.jalons} jalons${verdict.tete ? `, empreinte ${verdict.tete}` : ''}.\n`,
      )
      if (verdict.illisibles > 0)
        stdout(
          `${verdict.illisibles} entrées d’un format que cette version ne lit pas : elles tiennent dans la chaîne ; mettez Coforme à jour pour les lire.\n`,
        )
      return 0
    }
    for (const r of verdict.ruptures) stdout(`Rupture à l’entrée ${r.numero} : ${phrases[r.code]}.\n`)
    return 1
  },
}
