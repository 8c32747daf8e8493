import { direTaille } from '#kernel/texte.ts'
import type { VersionDeLivrable } from '../db/travaux.ts'

/** Où une version se lit : son fichier, servi à l’adresse `fichier`, et l’adresse qu’elle donne. */
export const LireVersion = ({
  v,
  fichier,
}: {
  v: Pick<VersionDeLivrable, 'fichierNom' | 'taille' | 'lien'>
  fichier: string
}) => (
  <>
    {v.fichierNom ? (
      <a href={fichier}>
        {v.fichierNom} ({direTaille(v.taille ?? 0)})
      </a>
    ) : null}
    {v.fichierNom && v.lien ? ', ' : null}
    {v.lien ? (
      <a href={v.lien} rel="nofollow noopener">
        {new URL(v.lien).hostname}
      </a>
    ) : null}
  </>
)
