import { type Campagne, parPage } from '../db/campagnes.ts'
import { campagneUrl } from '../liens.ts'

/** Dix mille demandes ne font pas une page : d’une tranche à l’autre, qui n’a pas répondu d’abord. */
export const PagesDeDemandes = ({
  campagne,
  page,
}: {
  campagne: Pick<Campagne, 'id' | 'demandes'>
  page: number
}) => {
  if (campagne.demandes <= parPage) return null
  const vers = (n: number) => `${campagneUrl({ campagne: campagne.id })}?page=${n}#repondants`
  return (
    <nav aria-label="Pages des demandes">
      <p>
        {(page - 1) * parPage + 1} à {Math.min(page * parPage, campagne.demandes)} sur {campagne.demandes},
        qui n’a pas répondu d’abord.{' '}
        {page > 1 ? (
          <a href={vers(page - 1)} rel="prev">
            Précédentes
          </a>
        ) : null}{' '}
        {page * parPage < campagne.demandes ? (
          <a href={vers(page + 1)} rel="next">
            Suivantes
          </a>
        ) : null}
      </p>
    </nav>
  )
}
