import type { Child } from 'hono/jsx'
import { FilterField, Filters } from './lists.tsx'

/** La recherche d'une liste courte, et ce que l'on voit quand rien n'y répond (`filtrer`, `lireMots`). */
export const Chercher = ({
  quoi,
  url,
  q,
  garder = {},
  rien,
  children,
}: {
  /** « Nom, qualité » : où l'on cherche. */
  quoi: string
  url: string
  q: string
  /** Ce que l'adresse porte déjà, et qu'un nouveau mot ne doit pas perdre. */
  garder?: Readonly<Record<string, string>>
  /** Vrai : aucune ligne ne dit ces mots. */
  rien: boolean
  children?: Child
}) => (
  <>
    <Filters label="Chercher dans la liste" action={url}>
      {Object.entries(garder).map(([nom, valeur]) => (
        <input type="hidden" name={nom} value={valeur} />
      ))}
      <FilterField name="q" label={quoi} value={q} />
    </Filters>
    {rien ? <p>Rien ne répond à ces mots.</p> : children}
  </>
)
