/** Ce qui manque de l’identité des parties pour que la convention se fige, et où chacun l’écrit. */
import { ButtonLink, Etat } from '#web/components.tsx'
import { manquesDIdentite } from '../domain/convention.ts'
import type { Ecrit } from '../domain/ecrits.ts'
import { type DossierLu, membresPresents } from '../domain/groupement.ts'
import { capacitesDe } from '../lecture/lire-reponse.ts'
import { capaciteUrl } from '../liens.ts'

export const Identites = ({ lu }: { lu: { readonly d: DossierLu; readonly ecrits: readonly Ecrit[] } }) => {
  const presents = membresPresents(lu.d)
  const manques = manquesDIdentite(presents, capacitesDe(lu.ecrits, presents))
  return manques.length === 0 ? null : (
    <>
      <p>La convention se fige avec l’identité de chaque membre :</p>
      <ul>
        {manques.map((m) => (
          <li>
            <Etat etat="manquant" mot="manque" /> {m}
          </li>
        ))}
      </ul>
      <p>
        <ButtonLink href={capaciteUrl({ groupement: lu.d.g.id })}>Notre déclaration</ButtonLink>
      </p>
    </>
  )
}
