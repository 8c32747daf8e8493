import { refuser } from '#kernel/refus.ts'
import { ok } from '#kernel/result.ts'
import { completerParLaListe, lireAnnuaire } from '#platform/registres/lire-reponses.ts'
import type { RegistresPublics } from '#platform/registres/registres.ts'
import { reponsesEnregistrees } from '#platform/registres/reponses-enregistrees.ts'
import { creerRecuperer, type Recuperer } from '#platform/reseau/recuperer.ts'

const annuaire = (siren: string) => `https://recherche-entreprises.api.gouv.fr/search?q=${siren}&per_page=1`
const listeDesOf = (siren: string) =>
  `https://dgefp.opendatasoft.com/api/explore/v2.1/catalog/datasets/liste-publique-des-of-v2/records?limit=1&where=siren%3D%22${siren}%22`

const bornes = { octets: 500_000, millisecondes: 4_000, redirections: 1 }

const enJson = (octets: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(octets).toString('utf8'))
  } catch {
    return undefined
  }
}

const registresPar = (lire: (url: string) => Promise<unknown>): RegistresPublics => ({
  async lireEntreprise(siren) {
    const [premiere, seconde] = await Promise.all([lire(annuaire(siren)), lire(listeDesOf(siren))])
    if (premiere === undefined)
      return refuser(
        'muet',
        'Les registres publics ne répondent pas : remplissez vous-même, rien n’est perdu.',
      )
    const e = lireAnnuaire(premiere, siren)
    return e
      ? ok(completerParLaListe(e, seconde))
      : refuser(
          'inconnu',
          'Les registres publics ne connaissent pas ce SIREN : vérifiez-le, ou remplissez vous-même.',
        )
  },
})

/** Les vrais registres. Muets ou trop lents, la page se remplit à la main. */
export const createRegistres = (recuperer: Recuperer = creerRecuperer()): RegistresPublics =>
  registresPar(async (url) => {
    const lu = await recuperer(url, bornes)
    return lu.ok ? enJson(lu.value.octets) : undefined
  })

/** Sans réseau (démonstration, essais) : des réponses de la forme enregistrée, pour des entreprises inventées. */
export const createRegistresLocaux = (): RegistresPublics =>
  registresPar(async (url) => reponsesEnregistrees(url))
