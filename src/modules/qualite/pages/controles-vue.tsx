// biome-ignore-all lint/a11y/noRedundantRoles: un tableau mis en grille au téléphone perd ses rôles (Safari, Chromium)
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { Etat } from '#web/components.tsx'
import type { Nom } from '../db/noms.queries.ts'
import type { Fait } from '../domain/controle.ts'
import type { Constat, IndicateurJuge } from '../domain/moteur.ts'
import type { Equipe } from '../lecture/lire-score.ts'
import { reparer } from '../lecture/ou.ts'

export type Gens = { readonly equipe: Equipe; readonly noms: ReadonlyMap<string, Nom> }

const jourDit = (j: string | null) => (j ? formaterDate(j as DateCivile, 'court') : undefined)

/** De qui ou de quoi, et où : « Malo Guérin » sur « Espagnol, S-2026-104 ». */
export const NomDuFait = ({ fait, gens, constat }: { fait: Fait; gens: Gens; constat: Constat }) => {
  const nom = gens.noms.get(fait.objet)
  const ou = reparer(constat.controle, fait, nom)
  const libelle = nom?.libelle ?? constat.controle.de
  return (
    <>
      {ou ? <a href={ou.href}>{libelle}</a> : libelle}
      {nom?.detail ? <small>{nom.detail}</small> : null}
    </>
  )
}

export const quiAgit = (constat: Constat, fait: Fait, { equipe }: Gens): string =>
  equipe.nommer(fait.qui, constat.controle.agit)

export const risque = (j: IndicateurJuge): string | undefined => {
  if (j.etat === 'prouve' || j.etat === 'sans-objet') return undefined
  if (!j.indicateur.gradable)
    return 'Majeure probable. Cet indicateur n’admet pas de non-conformité mineure : un seul dossier tiré suffit.'
  return j.indicateur.seuil ?? 'Mineure ou majeure, selon l’étendue.'
}

const debutMinuscule = (t: string): string => t.charAt(0).toLowerCase() + t.slice(1)

/** Le contenu d’un indicateur ouvert : ce qui est attendu, les trous à gauche, les preuves à droite. */
export const Ouvert = ({
  j,
  gens,
  suite,
  niveau = 3,
}: {
  j: IndicateurJuge
  gens: Gens
  suite?: string | undefined
  niveau?: 2 | 3
}) => {
  const n = j.indicateur.numero
  const trous = j.constats.filter((c) => c.mesure?.pire)
  const tenus = j.constats.filter((c) => (c.mesure?.tenus ?? 0) > 0)
  const muets = j.constats.filter((c) => c.etat === 'non-verifiable')
  const tard = j.constats.reduce((s, c) => s + (c.mesure?.apresCoup ?? 0), 0)
  const dire = risque(j)
  const Titre = ({ id, children }: { id: string; children: string }) =>
    niveau === 2 ? <h2 id={id}>{children}</h2> : <h3 id={id}>{children}</h3>
  return (
    <div class="ouvert">
      <p class="lede">{j.indicateur.attendu}</p>
      {j.indicateur.condition ? (
        <p class="ouvert-risque">
          <b>Condition.</b> {j.indicateur.condition}
        </p>
      ) : null}
      {j.indicateur.ajout ? (
        <p class="ouvert-risque">
          <b>Changé au 1ᵉʳ novembre 2026.</b> {j.indicateur.ajout}
        </p>
      ) : null}
      {j.indicateur.doute ? (
        <p class="ouvert-risque">
          <b>À confirmer.</b> {j.indicateur.doute}
        </p>
      ) : null}
      {dire ? <p class="ouvert-risque">{dire}</p> : null}
      {j.jugement ? (
        <p class="ouvert-risque">
          <b>Jugé par {gens.equipe.nomDe(j.jugement.par) ?? 'une personne partie'}</b> jusqu’au{' '}
          {jourDit(j.jugement.vautJusqu)} : {j.jugement.motif}
        </p>
      ) : null}
      <div class="ouvert-2">
        <section aria-labelledby={`trous-${n}`}>
          <Titre id={`trous-${n}`}>{trous.length === 0 ? 'Aucun trou' : 'Ce qui manque'}</Titre>
          {trous.length === 0 ? (
            <p class="sub">Aucun fait attendu ne manque dans ce que le logiciel sait lire.</p>
          ) : (
            <table class="table pile" role="table">
              <caption class="unseen">Ce qui manque à l’indicateur {n}</caption>
              <thead role="rowgroup">
                <tr role="row">
                  <th role="columnheader" scope="col">
                    Le plus ancien
                  </th>
                  <th role="columnheader" scope="col">
                    Ce qui manque
                  </th>
                  <th role="columnheader" scope="col">
                    Qui
                  </th>
                </tr>
              </thead>
              <tbody role="rowgroup">
                {trous.map((c) => {
                  const pire = c.mesure?.pire
                  if (!pire || !c.mesure) return null
                  return (
                    <tr role="row">
                      <th role="rowheader" scope="row">
                        <NomDuFait fait={pire} gens={gens} constat={c} />
                      </th>
                      <td role="cell" data-titre="Ce qui manque">
                        {pire.quoi}
                        <small>
                          {c.phrase}{' '}
                          {c.controle.force === 'indice'
                            ? 'Un indice, qui ne défait pas l’indicateur.'
                            : null}
                        </small>
                      </td>
                      <td role="cell" data-titre="Qui">
                        {quiAgit(c, pire, gens)}
                        {jourDit(pire.jour) ? <small>{jourDit(pire.jour)}</small> : null}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )}
          {suite ? (
            <p class="geste-do">
              <a href={suite}>Chaque trou, chaque preuve, et conclure sur l’indicateur {n}</a>
            </p>
          ) : null}
        </section>
        <section aria-labelledby={`preuves-${n}`}>
          <Titre id={`preuves-${n}`}>Les preuves</Titre>
          <dl class="preuves">
            {tenus.map((c) => (
              <div>
                <dt class="num">{c.mesure?.tenus}</dt>
                <dd>
                  {c.controle.de}{' '}
                  <small>
                    {c.mesure?.du === c.mesure?.au
                      ? `le ${jourDit(c.mesure?.au ?? null)}`
                      : `du ${jourDit(c.mesure?.du ?? null)} au ${jourDit(c.mesure?.au ?? null)}`}
                    {c.controle.choix ? ` ; délai choisi par Coforme : ${c.controle.choix}` : ''}
                  </small>
                </dd>
              </div>
            ))}
            {tard > 0 ? (
              <div>
                <dt class="num">{tard}</dt>
                <dd>
                  {tard > 1 ? 'écrites' : 'écrite'} après coup{' '}
                  <small>la saisie suit le fait de plus de quinze jours : un auditeur le verra</small>
                </dd>
              </div>
            ) : null}
            {muets.map((c) => (
              <div>
                <dt class="num">–</dt>
                <dd>
                  <Etat etat="a-juger" mot="non vérifiable :" /> {debutMinuscule(c.controle.de)}{' '}
                  <small>{c.phrase}</small>
                </dd>
              </div>
            ))}
          </dl>
          {tenus.length === 0 && muets.length === 0 ? <p class="sub">Aucune preuve sur la période.</p> : null}
        </section>
      </div>
    </div>
  )
}
