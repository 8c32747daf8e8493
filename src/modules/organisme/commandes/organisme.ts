import { parseArgs } from 'node:util'
import { z } from 'zod'
import { lireCourriel } from '#kernel/courriel.ts'
import { fonder } from '#modules/comptes/index.ts'
import type { Command } from '#web/module.ts'
import { societes } from '../domain/forme.ts'
import { genresDeForme } from '../domain/identite.ts'
import { type ChampPremiersPas, verifierPremiersPas } from '../gestes/premiers-pas.ts'

const usage =
  'organisme creer --nom NOM --siret SIRET --courriel ADRESSE [--prenom P] [--nom-personne N] [--forme scop|scic|cooperative|association|autre] [--societe SARL|SA|SAS] [--cae] [--json]'

const valeurs = z.object({
  nom: z.string().min(1).max(250),
  siret: z.string().min(1),
  courriel: z.string().min(1),
  prenom: z.string().max(80).default(''),
  'nom-personne': z.string().max(80).default(''),
  forme: z.enum(genresDeForme).default('autre'),
  societe: z.enum(societes).optional(),
  cae: z.boolean().default(false),
  json: z.boolean().default(false),
})

const lire = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        nom: { type: 'string' },
        siret: { type: 'string' },
        courriel: { type: 'string' },
        prenom: { type: 'string' },
        'nom-personne': { type: 'string' },
        forme: { type: 'string' },
        societe: { type: 'string' },
        cae: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    })
    const lues = valeurs.safeParse(values)
    return positionals.length === 1 && positionals[0] === 'creer' && lues.success ? lues.data : undefined
  } catch {
    return undefined
  }
}

/**
 * Fonde un organisme et invite sa première personne, qui l'administre et en répond. Le lien est imprimé une fois : il
 * n'est gardé nulle part, et aucun message ne part. Sans `--prenom` ni `--nom-personne`, elle les écrit en acceptant.
 */
export const organismeCommande: Command = {
  nom: 'organisme',
  usage,
  base: true,
  async run(args, { services, stdout, stderr }) {
    const lu = lire(args)
    if (!lu || !services) {
      stderr(`Usage : ${usage}\n`)
      return 2
    }
    const adresse = lireCourriel(lu.courriel)
    const verifie = verifierPremiersPas({
      nom: lu.nom,
      siret: lu.siret,
      courriel: lu.courriel,
      forme: lu.forme,
      societe: lu.societe,
      cae: lu.cae,
      prenom: lu.prenom,
      // La base veut un nom ; la personne écrit le sien en acceptant.
      nomPersonne: lu['nom-personne'] || lu.courriel.replace(/@.*/s, '').slice(0, 80),
    })
    if (!verifie.ok || !adresse.ok) {
      const champs: Partial<Record<ChampPremiersPas, string>> = verifie.ok ? {} : verifie.error.champs
      for (const [champ, phrase] of Object.entries(champs)) stderr(`--${champ} : ${phrase}\n`)
      return 2
    }
    const { code, lien } = await fonder(services, verifie.value)
    stdout(
      lu.json
        ? `${JSON.stringify({ code, lien })}\n`
        : `Organisme ${code} créé.\nLien d’invitation, montré cette seule fois : ${lien}\n`,
    )
    return 0
  },
}
