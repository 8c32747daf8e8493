/** Le tableau des présences d’une session : par client, une ligne par personne, une colonne par demi-journée. */
import { formaterDate, nomDuJour } from '#kernel/dates.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { type DossierLu, dossierUrl, type Inscrit } from '#modules/inscriptions/index.ts'
import type { SeanceLue, SessionId } from '#modules/sessions/index.ts'
import { type CodeEtat, Marque } from '#web/components.tsx'
import type { CaseNue } from '../db/lectures.ts'
import { type DemiComptee, heuresDe } from '../documents/emissions-communes.ts'
import { feuilleUrl } from '../liens.ts'

/** Une demi-journée de la page : son jour et ses minutes à la pendule de la salle. */
export type Demi = Pick<SeanceLue, 'id' | 'jour' | 'demiJournee' | 'debut' | 'fin' | 'tenue' | 'arreteeA'> & {
  readonly close: boolean
  readonly zone: Zone
}
export type Case = CaseNue

const court: Readonly<Record<string, string>> = { matin: 'mat.', 'apres-midi': 'a.-m.', soiree: 'soir' }
export const long: Readonly<Record<string, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
  soiree: 'soirée',
}

/** Ce qui n’est pas signé manque dès que la demi-journée est finie : la feuille reste à clore, elle n’est plus à venir. */
export const estPassee = (d: Demi, maintenant: Date): boolean =>
  d.close || ((d.tenue || d.arreteeA !== undefined) && d.fin <= maintenant)

/** Ce qui lie ce client, dit à côté de son nom : en rouge, ce qu’il n’a pas signé. */
const EtatDuDossier = ({ d }: { d: DossierLu }) => {
  if (d.regime !== 'convention' && d.regime !== 'contrat') return null
  const mot = d.regime === 'convention' ? 'convention' : 'contrat'
  const signe = d.regime === 'convention' ? 'signée' : 'signé'
  return d.signeLe ? (
    <span class="sub">
      {mot} {signe} le {formaterDate(jourLocal(d.signeLe, ZONE_PAR_DEFAUT), 'court')}
    </span>
  ) : (
    <span class="sub manquant">
      {mot} non {signe}
    </span>
  )
}

const Cellule = ({
  c,
  demi,
  maintenant,
  auj,
}: {
  c: Case | undefined
  demi: Demi
  maintenant: Date
  auj: boolean
}) => {
  const ici = auj ? 'auj c' : 'c'
  if (!c) return <td class={ici} />
  const { presence } = c
  const [etat, mot]: readonly [CodeEtat, string] =
    presence.etat === 'signee'
      ? // Attestée après coup : l'heure serait celle de l'attestation, pas de la présence.
        [
          'prouve',
          c.regularisee ? 'régularisé' : formaterHeure(heureLocale(presence.signeeLe, demi.zone).minute),
        ]
      : presence.etat === 'absente'
        ? ['partiel', 'absent']
        : estPassee(demi, maintenant)
          ? ['manquant', 'manque']
          : ['a-venir', '']
  return (
    <td class={`${ici} ${etat}`}>
      {/* « 9 h 05 » seul ne dit rien à qui ne voit pas la forme. */}
      <Marque etat={etat} mot={presence.etat === 'signee' && !c.regularisee ? 'signée à' : undefined} />{' '}
      {mot ? <span class="v">{mot}</span> : null}
    </td>
  )
}

/** Ce que chacun a suivi, et de cela ce que qui forme a attesté : compté une fois, pour le titre de la section et pour le tableau. */
export const heuresDeChacun = (cases: readonly Case[], comptees: readonly DemiComptee[]) =>
  new Map(
    [...Map.groupBy(cases, (c) => c.inscription)].map(([inscription, siennes]) => {
      const regularisees = siennes.filter((c) => c.regularisee)
      const { planifieMin, suiviMin } = heuresDe(comptees, siennes)
      const attesteMin = regularisees.length > 0 ? heuresDe(comptees, regularisees).suiviMin : 0
      return [inscription, { siennes, planifieMin, suiviMin, attesteMin }] as const
    }),
  )
type Heures = ReturnType<typeof heuresDeChacun>

/** Ce qui est signé et ce que qui forme a attesté ne se confondent pas : un contrôleur compte les deux à part. */
export const direHeures = (heures: Heures): string => {
  let [prevues, suivies, attestees] = [0, 0, 0]
  for (const h of heures.values()) {
    prevues += h.planifieMin
    suivies += h.suiviMin
    attestees += h.attesteMin
  }
  const signees = suivies - attestees
  return `${formaterDuree(signees)} signées${attestees > 0 ? ` et ${formaterDuree(attestees)} attestées` : ''} sur ${formaterDuree(prevues)} prévues`
}

export const Tableau = ({
  demis,
  heures,
  inscrits,
  dossiers,
  session,
  maintenant,
}: {
  demis: readonly Demi[]
  heures: Heures
  inscrits: readonly Inscrit[]
  dossiers: readonly DossierLu[]
  session: string
  maintenant: Date
}) => {
  const jours = [...new Set(demis.map((d) => d.jour))]
  const lignes = inscrits.flatMap((i) => {
    const siennes = heures.get(i.id)
    return siennes ? [{ ...i, ...siennes }] : []
  })
  const groupes = [...dossiers.map((d) => d.id), null].flatMap((id) => {
    const siens = lignes.filter((l) => l.dossier === id)
    return siens.length === 0 ? [] : [{ dossier: dossiers.find((d) => d.id === id), lignes: siens }]
  })
  const auj = (d: Demi) => d.jour === jourLocal(maintenant, d.zone)
  const presents = (d: Demi) =>
    lignes.filter((l) => l.siennes.some((c) => c.seance === d.id && c.presence.etat === 'signee')).length
  return (
    <table class="emarge">
      <caption class="unseen">Présences, par stagiaire et par demi-journée</caption>
      {/* Au-delà de six demi-journées, les colonnes se partagent la largeur : le nom n’y tiendrait plus. */}
      {demis.length <= 6 ? (
        <colgroup>
          <col />
          {demis.map(() => (
            <col class="k-j" />
          ))}
          <col class="k-h" />
        </colgroup>
      ) : null}
      <thead>
        <tr>
          <td rowspan={2} />
          {jours.map((j) => (
            <th
              scope="colgroup"
              colspan={demis.filter((d) => d.jour === j).length}
              class={demis.some((d) => d.jour === j && auj(d)) ? 'auj' : undefined}
            >
              <span class="large">{nomDuJour(j).slice(0, 3)}. </span>
              <span class="num">{Number(j.slice(8))}</span>
            </th>
          ))}
          <th scope="col" rowspan={2} class="h">
            Présent
          </th>
        </tr>
        <tr>
          {demis.map((d) => (
            <th scope="col" class={auj(d) ? 'auj' : undefined}>
              <a href={feuilleUrl({ session, seance: d.id })}>
                <abbr title={long[d.demiJournee]}>
                  <span class="large">{court[d.demiJournee]}</span>
                  <span class="petit" aria-hidden="true">
                    {court[d.demiJournee]?.slice(0, 1).toUpperCase()}
                  </span>
                </abbr>
              </a>
            </th>
          ))}
        </tr>
      </thead>
      {groupes.map(({ dossier, lignes: siennes }) => (
        <tbody>
          {groupes.length > 1 || dossier ? (
            <tr class="groupe">
              <th scope="rowgroup" colspan={demis.length + 2}>
                {dossier ? (
                  <>
                    <a href={dossierUrl({ session: session as SessionId, dossier: dossier.id })}>
                      {dossier.client}
                    </a>{' '}
                    <EtatDuDossier d={dossier} />
                  </>
                ) : (
                  'Sans dossier client'
                )}
              </th>
            </tr>
          ) : null}
          {siennes.map((l) => (
            <tr>
              <th scope="row">
                {l.prenom} {l.nom}
              </th>
              {demis.map((d) => (
                <Cellule
                  c={l.siennes.find((c) => c.seance === d.id)}
                  demi={d}
                  maintenant={maintenant}
                  auj={auj(d)}
                />
              ))}
              <td class="h">{formaterDuree(l.suiviMin)}</td>
            </tr>
          ))}
        </tbody>
      ))}
      <tfoot>
        <tr class="total">
          <th scope="row">Présents</th>
          {demis.map((d) => (
            <td class={auj(d) ? 'c auj' : 'c'}>
              {estPassee(d, maintenant) || presents(d) > 0 ? presents(d) : ''}
            </td>
          ))}
          <td class="h">{formaterDuree(lignes.reduce((t, l) => t + l.suiviMin, 0))}</td>
        </tr>
      </tfoot>
    </table>
  )
}
