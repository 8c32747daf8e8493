import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { slug } from '#kernel/texte.ts'
import type { RefusMotDePasse } from '../domain/mot-de-passe.ts'
import type { Naissance, NouvelOrganisme, Ports } from '../domain/ports.ts'
import { composerMotDePasse } from './mot-de-passe.ts'

/** Les identifiants neufs ; le nom court vient du nom (« Langue & Lien » : `langue-et-lien`). */
export const naitre = (ports: Pick<Ports, 'nouvelId'>, o: NouvelOrganisme): Naissance => {
  const court = slug(o.nom)
  return {
    ...o,
    organisme: ports.nouvelId<'Organisme'>() as OrganismeId,
    activite: ports.nouvelId<'Activite'>() as ActiviteId,
    compte: ports.nouvelId<'Personne'>() as PersonneId,
    code: court.length >= 2 ? court : 'organisme',
  }
}

export type Fonde = { readonly organisme: OrganismeId; readonly code: string }

/** Le tout premier passage : compte et organisme naissent ensemble. Refusé dès qu'un compte existe. */
export const fonderInstance =
  (ports: Ports) =>
  async (
    o: NouvelOrganisme,
    motDePasse: string,
  ): Promise<Result<Fonde, Refus<'deja-fondee'> | RefusMotDePasse>> => {
    const neuf = await composerMotDePasse(ports, motDePasse, o.courriel, [o.prenom, o.nomPersonne, o.nom])
    if (!neuf.ok) return neuf
    const naissance = naitre(ports, o)
    const code = await ports.portes.fonderInstance(naissance, neuf.value)
    return code === null
      ? refuser('deja-fondee', 'Cette instance est déjà fondée : connectez-vous, ou demandez une invitation.')
      : ok({ organisme: naissance.organisme, code })
  }

/** Un organisme de plus, par qui administre l'instance ; la personne reçoit une invitation par courriel. */
export const creerOrganisme =
  (ports: Ports) =>
  async (jeton: string, o: NouvelOrganisme): Promise<Result<Fonde, Refus<'interdit'>>> => {
    const naissance = naitre(ports, o)
    const code = await ports.portes.creerOrganisme(ports.empreinteDe(jeton), naissance)
    return code === null
      ? refuser('interdit', 'Seule la personne qui administre l’instance crée un organisme.')
      : ok({ organisme: naissance.organisme, code })
  }
