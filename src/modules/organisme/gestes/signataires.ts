import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { type DelegationSaisie, deleguer, type RefusDelegation } from '../domain/deleguer.ts'
import type { SignataireId } from '../domain/lus.ts'
import type { PortsOrganisme } from './ports.ts'

/** Le nom imprimé est celui du membre ce jour-là : une pièce signée ne change pas quand un nom change. */
export const donnerDelegation =
  (ports: Pick<PortsOrganisme, 'membres' | 'jour' | 'signataires' | 'ajouterSignataire' | 'consigner'>) =>
  async (
    id: SignataireId,
    saisie: Omit<DelegationSaisie, 'nom'>,
  ): Promise<Result<true, RefusDelegation | Refus<'introuvable' | 'en-attente' | 'fin-passee'>>> => {
    if ((await ports.signataires()).some((s) => s.id === id)) return ok(true)
    const membre = (await ports.membres()).find(
      (m) => m.compte === saisie.personne && (m.au === null || m.au >= ports.jour),
    )
    if (!membre) return refuser('introuvable', 'Cette personne ne fait pas partie de la coopérative.')
    if (membre.enAttente)
      return refuser('en-attente', 'Cette personne n’a pas encore accepté son invitation.')
    if (saisie.fin !== undefined && saisie.fin < ports.jour)
      return refuser('fin-passee', 'Cette délégation serait déjà échue.')
    const donnee = deleguer({ ...saisie, nom: `${membre.prenom} ${membre.nom}` })
    if (!donnee.ok) return donnee
    if (await ports.ajouterSignataire(id, donnee.value))
      await ports.consigner({
        geste: 'deleguer',
        objet: { genre: 'signataire', id },
        phrase:
          donnee.value.genre === 'fonction'
            ? `{personne:${membre.compte}} signe au nom de la coopérative par sa fonction.`
            : `{personne:${membre.compte}} reçoit une délégation de signature.`,
        details: { debut: donnee.value.debut, fin: donnee.value.fin, plafond: donnee.value.plafondHt },
      })
    return ok(true)
  }

/** Révoquer vaut dès ce jour ; ce qui a été signé avant le reste. */
export const revoquerDelegation =
  (ports: Pick<PortsOrganisme, 'signataires' | 'revoquerSignataire' | 'consigner'>) =>
  async (id: SignataireId): Promise<Result<true, Refus<'introuvable'>>> => {
    const signataire = (await ports.signataires()).find((s) => s.id === id)
    if (!signataire) return refuser('introuvable', 'Cette délégation n’est pas de la coopérative.')
    if (await ports.revoquerSignataire(id))
      await ports.consigner({
        geste: 'revoquer-delegation',
        objet: { genre: 'signataire', id },
        phrase: `La délégation de signature de {personne:${signataire.personne}} est révoquée.`,
      })
    return ok(true)
  }
