/** Ce que la feuille dit des signatures sans réseau : les deux heures, ce qui est gardé sans effet, les appareils. */
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { heureLocale } from '#kernel/zones.ts'
import { Button, Etat, Form, Section } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import type { AppareilDeFeuille, RapportDeCase } from '../db/appareils.ts'
import type { Case } from '../db/lectures.ts'
import { phrasesIssue, relireSuite } from '../domain/hors-ligne.ts'
import type { Demi } from '../domain/ports.ts'
import type { VueDeLaFeuille } from '../gestes/lire-feuille.ts'
import { horsLigneUrl } from '../liens.ts'

/** « 24 novembre à 19 h 02 », à la pendule de la salle. */
const quand = (demi: Demi, le: Date): string => {
  const { date, minute } = heureLocale(le, demi.seance.zone)
  return `${date === demi.seance.date ? '' : `le ${formaterDate(date)} `}à ${formaterHeure(minute)}`
}
/** Un écart d’horloge qu’il vaut la peine de dire. */
const ecart = ({ ecartMs }: { readonly ecartMs: number | null }): string => {
  const minutes = Math.round(Math.abs(ecartMs ?? 0) / 60_000)
  return minutes === 0
    ? 'horloge à l’heure'
    : `horloge ${(ecartMs ?? 0) > 0 ? 'en avance' : 'en retard'} de ${formaterDuree(minutes)}`
}

const sansEffet = (r: RapportDeCase): boolean => r.issue !== 'retenue' && r.issue !== 'doublon'

/** Sous l’heure d’une présence signée sans réseau. */
export const SigneeHorsLigne = ({ vue, c }: { readonly vue: VueDeLaFeuille; readonly c: Case }) => {
  const r = vue.rapports.find(
    (x) =>
      x.inscription === c.inscription &&
      x.geste === 'presence' &&
      x.issue === 'retenue' &&
      !c.regularisee &&
      c.presence.etat === 'signee' &&
      x.cruLe.getTime() === c.presence.signeeLe.getTime(),
  )
  return r ? (
    <span class="sub">
      signée hors ligne, reçue {quand(vue.demi, r.recuLe)}
      {Math.abs(r.ecartMs) >= 30_000 ? `, ${ecart(r)}` : ''}
    </span>
  ) : null
}

const gardees = (vue: VueDeLaFeuille, c: Case): readonly RapportDeCase[] =>
  vue.rapports.filter((x) => x.inscription === c.inscription && sansEffet(x))

const phraseGardee = (demi: Demi, r: RapportDeCase): string => {
  const pourquoi = r.issue === 'retenue' ? '' : phrasesIssue[r.issue]
  const quoi = {
    absence: 'Absence notée',
    retard: 'Minutes perdues notées',
    presence: 'A signé',
    contresignature: 'A signé',
  }
  return `${quoi[r.geste]} hors ligne ${quand(demi, r.faitLe)}, heure de l’appareil ; gardé sans effet : ${pourquoi}.`
}

/** Le motif qu’une signature gardée sans effet propose à qui régularise. */
export const motifPropose = (vue: VueDeLaFeuille, c: Case): string => {
  const r = gardees(vue, c).find((x) => x.geste === 'presence')
  return r && r.issue !== 'retenue'
    ? `A signé hors ligne ${quand(vue.demi, r.faitLe)} : ${phrasesIssue[r.issue]}`
    : ''
}

/**
 * Ce que l’appareil a rapporté et que la même cause a rendu sans effet, à plusieurs : une horloge remise à l’heure en route ne se répare
 * pas signature par signature. Les cases, et le motif que l’on propose.
 */
export const gardeesEnsemble = (
  vue: VueDeLaFeuille,
  attendues: readonly Case[],
): readonly { readonly cases: readonly Case[]; readonly propose: string }[] => {
  const issueDe = (c: Case) => gardees(vue, c).find((x) => x.geste === 'presence')?.issue
  return [...Map.groupBy(attendues, issueDe)].flatMap(([issue, cases]) =>
    issue === undefined || issue === 'retenue' || cases.length < 2
      ? []
      : [{ cases, propose: `Ont signé hors ligne : ${phrasesIssue[issue]}` }],
  )
}

/** Sous le nom de qui attend encore : ce qui est au registre, et n’a rien changé. */
export const GardeesSansEffet = ({ vue, c }: { readonly vue: VueDeLaFeuille; readonly c: Case }) => (
  <>
    {gardees(vue, c).map((r) => (
      <span class="sub">
        <Etat etat="a-juger" mot={phraseGardee(vue.demi, r)} />
      </span>
    ))}
  </>
)

const Suite = ({ a, visiteur }: { readonly a: AppareilDeFeuille; readonly visiteur: Visiteur }) => {
  // Qui ne voit qu’une enseigne ne voit qu’une part de la suite : seul qui tient l’appareil la juge.
  if (a.tenuPar !== visiteur.personneId || a.suite.length === 0) return null
  const { recues, manquants, rompus } = relireSuite(a.suite)
  const fautes = [
    ...(manquants.length > 0 ? [`${compter(manquants.length, 'rang')} pas encore reçus`] : []),
    ...(rompus.length > 0 ? [`suite rompue au rang ${enumerer(rompus.slice(0, 5).map(String))}`] : []),
  ]
  return (
    <Etat
      etat={fautes.length === 0 ? 'prouve' : 'partiel'}
      mot={`${compter(recues, 'geste reçu', { pluriel: 'gestes reçus' })}, ${fautes.length === 0 ? 'suite entière' : enumerer(fautes)}`}
    />
  )
}

/** Les appareils qui ont emporté cette demi-journée, leur dernière synchronisation, et de quoi en retirer un. */
export const AppareilsHorsLigne = ({
  vue,
  visiteur,
  gestes,
}: {
  readonly vue: VueDeLaFeuille
  readonly visiteur: Visiteur
  readonly gestes: boolean
}) => {
  const { appareils, demi } = vue
  if (appareils.length === 0 && !gestes) return null
  return (
    <Section titre="Sans réseau" id="sans-reseau">
      {appareils.length === 0 ? (
        <p>
          Une salle sans réseau ? <a href={horsLigneUrl()}>Préparez un appareil</a> avant d’y aller : il
          emporte cette demi-journée, fait signer chacun, et envoie à son retour.
        </p>
      ) : (
        <>
          <ul class="presence">
            {appareils.map((a) => (
              <li>
                <p>
                  <b>{a.nom}</b>{' '}
                  <span class="sub">
                    emportée {quand(demi, a.emporteLe)}
                    {a.vuLe ? `, dernier échange ${quand(demi, a.vuLe)}, ${ecart(a)}` : ''}
                  </span>
                  {a.retireLe ? <Etat etat="sans-objet" mot={`retiré ${quand(demi, a.retireLe)}`} /> : null}
                  <Suite a={a} visiteur={visiteur} />
                </p>
                {gestes && !a.retireLe ? (
                  <div class="gestes-l">
                    <details>
                      <summary>
                        Retirer<span class="unseen"> l’appareil {a.nom}</span>
                      </summary>
                      <Form form={emptyForm()}>
                        <input type="hidden" name="appareil" value={a.id} />
                        <p>
                          Perdu, volé ou rendu : il n’emportera plus rien, et ce qu’il enverrait encore serait
                          gardé sans effet.
                        </p>
                        <p>
                          <Button geste="retirer-appareil">Retirer cet appareil</Button>
                        </p>
                      </Form>
                    </details>
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
          {gestes ? (
            <p class="sub">
              <a href={horsLigneUrl()}>Signer sans réseau sur cet appareil-ci</a>
            </p>
          ) : null}
        </>
      )}
    </Section>
  )
}
