import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { accorder, compter, de, slug } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { OffreId } from '#modules/catalogue/index.ts'
import { verifierUrl } from '#modules/documents/index.ts'
import {
  type Envoi,
  enseignesUrl,
  exigerDroit,
  pageEtGestes,
  petitGeste,
  peutSuivre,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { Intervenant } from '#modules/tiers/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, CheckboxGroup, Definitions, Form, Page, Section } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { repondreArchive } from '#web/http/archive.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { listerSituations } from '../db/situations.ts'
import { fichesEnLigne, preuvesQuiRestent } from '../db/sortie.ts'
import { situationAu } from '../domain/situations.ts'
import { dateDeSortie, motDeSortie, type ResteAFaire, verbesDeSortie } from '../domain/sortie.ts'
import { cesseAvec, emporte, genresDeBien } from '../domain/titulaires.ts'
import { composerArchiveDeSortie, retirerFiches } from '../gestes/sortie.ts'
import { type BiensDEnseigne, enseigneTenue, lireBiens } from '../lecture/biens.ts'
import { lireSortie, type SortieLue } from '../lecture/sortie.ts'
import {
  activitesUrl,
  activiteUrl,
  archiveDeSortieUrl,
  proposerTransfertUrl,
  sortieUrl,
  titulairesUrl,
} from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import { cochees } from './champs.ts'
import { Caisse } from './sortie-vue.tsx'

const champs = z.object({ fiches: cochees(500) })
type Sortante = { readonly qui: Intervenant; readonly le: DateCivile | null }
type Lu = BiensDEnseigne & {
  readonly sortie: DateCivile
  /** La date vient d’un essai : de l’adresse, ou de trois mois, faute d’une sortie notée. */
  readonly essai: boolean
  /** Pourquoi la date essayée n’est pas celle que l’on a écrite. */
  readonly fausse: Refus | undefined
  /** Vrai : le parcours de chaque personne de l’enseigne se lit d’ici. */
  readonly parcoursLus: boolean
  readonly sortantes: readonly Sortante[]
  readonly fiches: Awaited<ReturnType<typeof fichesEnLigne>>
  readonly preuves: Awaited<ReturnType<typeof preuvesQuiRestent>>
  readonly lu: SortieLue
  readonly moi: Visiteur
}

const phraseDeDate = {
  illisible: 'Cette date ne se lit pas. Écrivez par exemple 28/02/2027.',
  passee: 'Cette date est passée : essayez un jour à venir.',
} as const
const nomDe = (g: Pick<Intervenant, 'prenom' | 'nom'>) => `${g.prenom} ${g.nom}`.trim()
/** La personne prend la sienne ; l’équipe d’appui et la direction, celle de chacune. */
const peutPrendre = (v: Visiteur, g: Intervenant) =>
  peutVisiteur(v, 'situations.tenir') || (g.compte !== null && g.compte === v.personneId)

/** L’équipe d’appui et la direction ouvrent tout ; une enseigne, ses missions : ce qui attend la personne est dans sa journée. */
const lie = (r: ResteAFaire) => r.verbe === 'constater' || peutSuivre('situations.tenir')

const Reste = ({ lu }: { lu: SortieLue }) => {
  const parVerbe = verbesDeSortie
    .map((v) => ({ v, siens: lu.reste.filter((r) => r.verbe === v) }))
    .filter(({ siens }) => siens.length > 0)
  return (
    <Section
      titre="Ce qui reste"
      id="reste"
      sous={parVerbe.map(({ v, siens }) => `${motDeSortie[v]} : ${siens.length}`).join(' · ')}
    >
      {parVerbe.length === 0 ? (
        <p>Plus rien ne reste à tenir, à signer, à facturer, à encaisser, ni à prouver.</p>
      ) : (
        parVerbe.map(({ v, siens }) => (
          <>
            <h3>{motDeSortie[v]}</h3>
            <ul>
              {siens.slice(0, 50).map((r) => (
                <li>
                  {lie(r) ? <a href={r.href}>{r.quoi}</a> : r.quoi} <small>{r.detail}</small>
                </li>
              ))}
              {siens.length > 50 ? <li>et {siens.length - 50} de plus</li> : null}
            </ul>
          </>
        ))
      )}
    </Section>
  )
}

/** Tout ce qu’une sortie demande, sur un écran : ce qui reste, ce qui peut se verser, ce qui part, ce qui se retire, ce qui demeure. */
const page = (prises: PrisesCae) =>
  pageEtGestes({
    lien: sortieUrl,
    droit: 'activites.lire',
    async lire(tx, params, { visiteur, le, demande }): Promise<Lu | undefined> {
      const e = await enseigneTenue(tx, visiteur, params.activite)
      if (!e) return undefined
      const jour = jourLocal(le, ZONE_PAR_DEFAUT)
      const biens = await lireBiens(tx, e, prises)
      const etapes = await listerSituations(tx)
      const sortantes = biens.gens.map((qui): Sortante => {
        const siennes = etapes.filter((s) => s.personne === qui.personne)
        const derniere = siennes.findLast((s) => s.genre === 'sortie')
        return {
          qui,
          le:
            derniere && (derniere.du >= jour || situationAu(siennes, jour)?.genre === 'sortie')
              ? derniere.du
              : null,
        }
      })
      const { sortie, essai, fausse } = dateDeSortie(
        jour,
        demande('le'),
        sortantes.flatMap((s) => s.le ?? []),
      )
      return {
        ...biens,
        sortie,
        essai,
        fausse: fausse ? refus(fausse, phraseDeDate[fausse]) : undefined,
        parcoursLus:
          peutVisiteur(visiteur, 'situations.tenir') ||
          biens.gens.every((g) => g.compte !== null && g.compte === visiteur.personneId),
        sortantes,
        fiches: await fichesEnLigne(tx, e.id),
        preuves: await preuvesQuiRestent(tx, e.id),
        lu: await lireSortie(tx, e, { jour, sortie, maintenant: le }, prises),
        moi: visiteur,
      }
    },
    vue: (_tx, v, revenu) => {
      const { enseigne, biens, fiches, preuves } = v
      const ici = sortieUrl({ activite: enseigne.id })
      const partent = v.sortantes.filter((s) => s.le !== null).map((s) => s.qui.personne)
      const restent = v.gens.map((g) => g.personne).filter((p) => !partent.includes(p))
      /** Ce qui cesse avec qui part ; personne ne l’a dit : l’enseigne entière. */
      const cesse = (offre: OffreId) => {
        const t = biens.find((b) => b.genre === 'programme' && (b.id as string) === offre)?.titulaire ?? {
          qui: 'enseigne' as const,
        }
        return partent.length === 0 || partent.some((p) => cesseAvec(t, p, [p, ...restent]))
      }
      const f = (revenu?.form ??
        emptyForm(undefined, {
          fiches: fiches.filter((x) => cesse(x.offre)).map((x) => x.offre as string),
        })) as FormOf<typeof champs>
      return (
        <Page
          title={`Partir ${de(enseigne.nom)}`}
          path={[
            { libelle: 'Activités', href: activitesUrl() },
            { libelle: enseigne.nom, href: activiteUrl({ activite: enseigne.id }) },
          ]}
          alert={f.alert ?? v.fausse}
        >
          <Definitions
            lignes={[
              [
                'Sortie',
                `${formaterDate(v.sortie)}${v.essai ? `, date essayée${partent.length === 0 && v.parcoursLus ? ' : aucune n’est notée' : ''}` : ''}`,
              ],
              [
                'Qui part',
                [
                  partent.length > 0
                    ? v.sortantes
                        .filter((s) => s.le !== null)
                        .map((s) => nomDe(s.qui))
                        .join(', ')
                    : v.parcoursLus && 'personne, à ce jour',
                  !v.parcoursLus && 'seules l’équipe d’appui et la direction le lisent ici',
                ]
                  .filter(Boolean)
                  .join(' ; '),
              ],
            ]}
          />
          <Reste lu={v.lu} />
          <Caisse lu={v.lu} sortie={v.sortie} ici={ici} activite={enseigne.id} />
          <Section
            titre="Ce qui part"
            id="archive"
            sous="Programmes, supports, clientèle, références (art. L. 7331-2). Les noms, courriels et téléphones des personnes formées en sont ôtés ; les fichiers joints aux supports partent tels que déposés : relisez-les."
          >
            {v.gens.length === 0 ? <p>Aucune fiche d’intervenant n’est de cette enseigne.</p> : null}
            {v.gens.map((g) => {
              const siens = biens.filter((b) => emporte(b.titulaire, g.personne))
              const compte = genresDeBien
                .map((k) => compter(siens.filter((b) => b.genre === k).length, k))
                .join(', ')
              const ligne = (
                <>
                  <b>{nomDe(g)}</b> : {compte}.
                </>
              )
              return peutPrendre(v.moi, g) ? (
                <Form form={emptyForm()} action={archiveDeSortieUrl({ activite: enseigne.id })} classe="">
                  <p>
                    {ligne} <input type="hidden" name="personne" value={g.personne} />
                    <Button genre="link">
                      Prendre l’archive<span class="unseen"> {de(nomDe(g))}</span>
                    </Button>
                  </p>
                </Form>
              ) : (
                <p>{ligne}</p>
              )
            })}
            <p>
              <a href={titulairesUrl({ activite: enseigne.id })}>
                À qui est chaque client, chaque programme, chaque support
              </a>
            </p>
          </Section>
          <Section
            titre="Fiches publiques"
            id="fiches"
            sous="Retirée, une fiche n’est plus en ligne ; l’offre reste à la coopérative, qui en garde les preuves."
          >
            {fiches.length === 0 ? (
              <p>Aucune fiche de l’enseigne n’est en ligne.</p>
            ) : peutSuivre('catalogue.publier') ? (
              <Form
                form={f}
                action={`${ici}/retirer`}
                noms={{ fiches: 'À retirer du catalogue public' }}
                classe="suite-f"
              >
                <CheckboxGroup
                  form={f}
                  name="fiches"
                  label="À retirer du catalogue public"
                  options={fiches.map((x) => ({ value: x.offre as string, label: x.intitule }))}
                />
                <p>
                  <Button genre="call">Retirer ces fiches</Button>
                </p>
              </Form>
            ) : (
              <ul>
                {fiches.map((x) => (
                  <li>{x.intitule}</li>
                ))}
              </ul>
            )}
          </Section>
          <Section
            titre="Ce qui demeure"
            id="preuves"
            sous="À la coopérative, qui répond de son certificat et de son bilan."
          >
            <p>
              {compter(preuves.sessions, 'session')}, {compter(preuves.signatures, 'signature')} de présence,{' '}
              {compter(preuves.pieces, 'pièce')} {accorder(preuves.pieces, 'émise')} : rien ne s’en efface, et
              chaque empreinte <a href={verifierUrl()}>se vérifie encore</a>.
            </p>
            {peutSuivre('transferts.mener') ? (
              <p>
                <a href={proposerTransfertUrl({ activite: enseigne.id })}>
                  Transférer l’enseigne à une autre coopérative d’activité
                </a>{' '}
                : les programmes, les supports et les références la suivent.
              </p>
            ) : null}
            {peutSuivre('enseignes.gerer') ? (
              <p>
                <a href={enseignesUrl()}>Mettre l’enseigne en sortie, puis la fermer</a> : elle ne se ferme
                qu’une fois ses sessions clôturées.
              </p>
            ) : null}
          </Section>
        </Page>
      )
    },
    gestes: {
      retirer: petitGeste<typeof champs, Lu, number>({
        champs,
        droit: 'catalogue.publier',
        faire: (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champs>>) =>
          retirerFiches(
            tx,
            lu.fiches.map((x) => x.offre).filter((o) => data.fiches.includes(o)),
            le,
          ),
        suite: (n, lu) => ({
          vers: sortieUrl({ activite: lu.enseigne.id }),
          dit: {
            genre: 'fait',
            fort: `${compter(n, 'fiche')} ${accorder(n, 'est retirée', 'sont retirées')} du catalogue public.`,
          },
        }),
      }),
    },
  })

/** L’archive se prend par un envoi : la prendre laisse une ligne, et un lien se précharge. */
const archive =
  (prises: PrisesCae) =>
  (services: Services): Hono<Env> =>
    new Hono<Env>().post(archiveDeSortieUrl.modele, exigerDroit('activites.lire'), async (c) => {
      const read = await readForm(z.object({ personne: z.string() }), c)
      return pourVisiteur(c, services.db, async (tx, visiteur) => {
        const e = await enseigneTenue(tx, visiteur, c.req.param('activite'))
        const id = read.ok ? asId<'Tiers'>(read.data.personne) : undefined
        const biens = e && id ? await lireBiens(tx, e, prises) : undefined
        const qui = biens?.gens.find((g) => g.personne === id)
        if (!biens || !qui) return notFound(c)
        if (!peutPrendre(visiteur, qui))
          return forbidden(
            c,
            'Chacune et chacun prend sa propre archive ; l’équipe d’appui, celle de chaque personne.',
          )
        const le = services.clock.now()
        return repondreArchive(
          `sortie-${slug(biens.enseigne.nom)}`,
          composerArchiveDeSortie(services, tx, biens, qui, le),
          le,
        )
      })
    })

export const sortiePages =
  (prises: PrisesCae) =>
  (services: Services): Hono<Env> =>
    new Hono<Env>().route('/', page(prises)).route('/', archive(prises)(services))
