/** Ce qu’une personne a reçu, l’état de son adresse, et ce qui est arrêté pour elle. */
import { type Context, Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import {
  alias,
  lireTiers,
  modifierPersonneUrl,
  personnesUrl,
  personneUrl,
  type Tiers,
} from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Button, Empty, Etat, Exporter, Form, Page, Section } from '#web/components.tsx'
import { repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { cleDAdresse, type Defaut, etatsDAdresses } from '../db/adresses.ts'
import { type ArretLu, listerArrets } from '../db/arrets.ts'
import { type EnvoiLu, envoisDeLaPersonne } from '../db/envois.ts'
import { direRefus } from '../domain/rebond.ts'
import { asGesteDAdresse, gestesDAdresse, tenirUneAdresse } from '../gestes/tenir-une-adresse.ts'
import { recusCsvUrl, recusUrl } from '../liens.ts'
import { champsArret, Journal, journalCsv, Motif } from './commun.tsx'

const chemin = parIdentifiant(recusUrl)

type Vu = {
  readonly tiers: Tiers
  readonly fiches: readonly string[]
  readonly envois: readonly EnvoiLu[]
  readonly defaut: Defaut | undefined
  readonly desabonnee: boolean
  readonly arret: ArretLu | undefined
  readonly ecrit: boolean
}

const lire = async (
  c: Context<Env>,
  tx: TenantTx,
  visiteur: Visiteur,
  max = 500,
): Promise<Vu | undefined> => {
  const id = asId<'Tiers'>(c.req.param('personne') ?? '')
  const tiers = id && (await lireTiers(tx, id))
  if (!tiers || !visiteur.organisme) return undefined
  const fiches = await alias(tx, 'fusion', tiers.id)
  const cle = tiers.courriel
    ? cleDAdresse(c.get('services').keys, visiteur.organisme.id, tiers.courriel)
    : undefined
  const etats = await etatsDAdresses(tx, cle ? [cle] : [])
  const hexa = cle?.toString('hex') ?? ''
  return {
    tiers,
    fiches,
    envois: await envoisDeLaPersonne(tx, fiches, max),
    defaut: etats.defauts.get(hexa),
    desabonnee: etats.desabonnees.has(hexa),
    arret: (await listerArrets(tx)).find(
      (a) => a.personne === tiers.id && a.session === null && a.code === null,
    ),
    ecrit:
      !visiteur.assistance &&
      visiteur.lectureSeule !== true &&
      peutVisiteur(visiteur, 'inscriptions.convoquer'),
  }
}

const formArret = emptyForm<'motif'>()

const Vue = ({ tiers, envois, defaut, desabonnee, arret, ecrit }: Vu) => (
  <Page
    title="Ce qu’elle a reçu"
    heading={`Ce que ${tiers.prenom} ${tiers.nom} a reçu`}
    lede="Chaque courriel parti d’ici, par quelle étape, et ce qu’il est devenu. Les codes de signature ne sont pas gardés."
    path={[
      { libelle: 'Personnes', href: personnesUrl() },
      { libelle: `${tiers.prenom} ${tiers.nom}`, href: personneUrl({ personne: tiers.id }) },
    ]}
  >
    <Section titre="Son adresse" id="adresse">
      {tiers.courriel ? (
        <>
          <p>
            {tiers.courriel}{' '}
            {defaut ? (
              <Etat
                etat="manquant"
                mot={
                  defaut.origine === 'serveur'
                    ? `refusée le ${formaterDate(jourLocal(defaut.depuis, ZONE_PAR_DEFAUT), 'court')}${defaut.refus ? ` (${direRefus(defaut.refus)})` : ''}`
                    : `signalée le ${formaterDate(jourLocal(defaut.depuis, ZONE_PAR_DEFAUT), 'court')}`
                }
              />
            ) : (
              <Etat etat="prouve" mot="rien à signaler" />
            )}
            {desabonnee ? (
              <>
                {' '}
                <Etat etat="a-juger" mot="ne veut plus d’informations" />
              </>
            ) : null}
          </p>
          {defaut ? (
            <p>
              Plus rien n’y part. Demandez-lui une autre adresse et{' '}
              <a href={modifierPersonneUrl({ personne: tiers.id })}>corrigez sa fiche</a> ; si celle-ci répond
              de nouveau, rétablissez-la.
            </p>
          ) : null}
          {ecrit ? (
            <Form form={emptyForm()} action={recusUrl({ personne: tiers.id })} classe="actions">
              <p>
                {defaut ? (
                  <Button geste="retablir">Rétablir cette adresse</Button>
                ) : (
                  <Button geste="signaler">Signaler que cette adresse ne répond plus</Button>
                )}
              </p>
            </Form>
          ) : null}
        </>
      ) : (
        <p>
          Aucun courriel. <a href={modifierPersonneUrl({ personne: tiers.id })}>En écrire un</a>
        </p>
      )}
    </Section>
    <Section
      titre="Journal"
      id="journal"
      sous={compter(envois.length, 'courriel', { zero: 'aucun courriel' })}
    >
      {envois.length === 0 ? (
        <Empty titre="Rien n’est encore parti">
          Ses convocations, ses liens, ses questionnaires s’inscriront ici.
        </Empty>
      ) : (
        <>
          <Journal envois={envois} session />
          <p class="sub">
            <Exporter href={recusCsvUrl({ personne: tiers.id })} quoi="ce qu’elle a reçu" />
          </p>
        </>
      )}
    </Section>
    <Section titre="Arrêter" id="arreter">
      {arret ? (
        <p>
          <Etat etat="a-juger" mot="envois arrêtés pour elle" /> depuis le{' '}
          {formaterDate(jourLocal(arret.poseLe, ZONE_PAR_DEFAUT), 'long')}
          {arret.motif ? ` : ${arret.motif}` : ''}. Rien ne lui part seul ; ce que vous envoyez d’un geste
          part toujours.
        </p>
      ) : (
        <p>Retient ce qui lui partirait seul, dans toutes ses sessions.</p>
      )}
      {ecrit ? (
        <Form form={formArret} action={recusUrl({ personne: tiers.id })} classe="arret">
          {arret ? null : <Motif form={formArret} />}
          <p>
            {arret ? (
              <Button geste="reprendre">Reprendre ses envois</Button>
            ) : (
              <Button genre="grave" geste="arreter">
                Arrêter les envois pour elle
              </Button>
            )}
          </p>
        </Form>
      ) : null}
    </Section>
  </Page>
)

export const personneEnvoisPage = new Hono<Env>()
  .use(chemin, exigerDroit('inscriptions.lire'))
  .get(parIdentifiant(recusCsvUrl), exigerDroit('inscriptions.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const vu = peutVisiteur(visiteur, 'inscriptions.lire') ? await lire(c, tx, visiteur, 5000) : undefined
      return vu ? repondreCsv(c, `envois-${vu.tiers.nom}`, journalCsv(vu.envois)) : notFound(c)
    }),
  )
  .get(chemin, (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!peutVisiteur(visiteur, 'inscriptions.lire'))
        return forbidden(c, droits['inscriptions.lire'].phrase)
      const vu = await lire(c, tx, visiteur)
      return vu ? c.html(<Vue {...vu} />) : notFound(c)
    }),
  )
  .post(chemin, async (c) => {
    const read = await readForm(champsArret, c)
    return pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const vu = await lire(c, tx, visiteur)
      if (!vu || !visiteur.organisme) return notFound(c)
      if (!vu.ecrit) return forbidden(c, droits['inscriptions.convoquer'].phrase)
      const { keys, clock } = c.get('services')
      const { tiers } = vu
      const geste = asGesteDAdresse(read.ok ? read.geste : undefined)
      if (!geste) return notFound(c)
      const cle = tiers.courriel ? cleDAdresse(keys, visiteur.organisme.id, tiers.courriel) : undefined
      const motif = read.ok ? (read.data.motif ?? '') : ''
      await tenirUneAdresse(tx, { id: tiers.id, activite: tiers.activite, cle }, geste, motif, clock.now())
      const { fort, suite } = gestesDAdresse[geste]
      return redirectWith(c, recusUrl({ personne: tiers.id }), {
        genre: 'fait',
        fort,
        ...(suite ? { suite } : {}),
      })
    })
  })
