import type { Child } from 'hono/jsx'
import { FieldSection } from '#web/components.tsx'
import { etapeQuiDemande } from '../domain/rubriques.ts'
import type { FormOffre, NomChamp } from './champs-offre.ts'

/** Une partie du formulaire que l’on ouvre si l’on en a besoin : rien ne s’y perd, fermée ou non. */
export const Volet = ({
  form,
  titre,
  champs,
  ouvert = false,
  children,
}: {
  form: FormOffre
  titre: string
  /** Ce qui y est proposé se relit : le volet ne le cache pas. */
  ouvert?: boolean
  champs: readonly NomChamp[]
  children?: Child
}) => {
  const ecrits = champs.filter((n) => (form.values.get(n)?.[0] ?? '') !== '').length
  const faute = champs.some((n) => form.errors.has(n))
  return (
    <details class="volet" open={faute || ouvert}>
      <summary>
        <span class="volet-t">{titre}</span>{' '}
        <span class="sub">{ecrits === 0 ? 'rien d’écrit' : `${ecrits} sur ${champs.length} écrits`}</span>
      </summary>
      <FieldSection titre={titre}>{children}</FieldSection>
    </details>
  )
}

/** Ce que l’étape suivante demande d’un champ, dit à côté de lui ; « facultatif » ne s’écrit que de ce que rien ne demandera. */
export const quand = (champ: NomChamp): { readonly optional: true } | { readonly plusTard: string } => {
  const etape = etapeQuiDemande(champ)
  return etape ? { plusTard: `pour ${etape}` } : { optional: true }
}
