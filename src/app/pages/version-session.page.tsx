/** Suivre la version en vigueur de l’offre : ce qui change, ce qui est déjà émis et ce qu’il en advient. Elle est ici parce qu’elle lit les pièces. */
import { Hono } from 'hono'
import { z } from 'zod'
import { compter, enumerer } from '#kernel/texte.ts'
import { Differences, differences, lireVersion, offreUrl, type VersionId } from '#modules/catalogue/index.ts'
import { engage, nomDuGenre, pieceUrl } from '#modules/documents/index.ts'
import {
  direVersion,
  enEst,
  piecesUneFois,
  porteeDe,
  quiTientLeProgramme,
  remisesUneFois,
  voitQuelqueChose,
} from '#modules/inscriptions/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  modifierSessionUrl,
  retientVersion,
  type SessionLue,
  sessionsUrl,
  sessionUrl,
  suivreVersion,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { CheckboxField, Confirm, Page, Section, Table } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { caseCochee, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { pourSession, sessionPath } from './commun.ts'

const fields = z.object({ version: texte({ max: 36 }), dire: caseCochee() })

type Changement = ReturnType<typeof differences>[number]
/** Ce que l’offre propose et que la session garde à elle : le courriel n’annonce pas un prix ou une durée qui ne changent pas pour elle. */
const deLaSession: ReadonlySet<Changement['cle']> = new Set([
  'prix',
  'duree',
  'dureeTexte',
  'modalite',
  'contact',
  'contactCourriel',
  'contactTelephone',
])
/** Rien de ce que la session suit ne change : il n’y a rien à dire. Inconnu : cela se dit. */
const changePourElle = (changements: Lu['changements']): boolean =>
  changements === undefined || changements.some((d) => !deLaSession.has(d.cle))

type PieceEmise = Awaited<ReturnType<typeof piecesUneFois>>[number]

type Lu = {
  readonly session: SessionLue
  /** Rien : la version suivie est inconnue, il n’y a rien à comparer. */
  readonly changements: ReturnType<typeof differences> | undefined
  /** Celles que la personne peut voir. */
  readonly pieces: readonly PieceEmise[]
  /** Qui a déjà reçu le programme. */
  readonly remis: number
  /** Qui tient le programme d’avant, et qui anime ; vide : qui regarde n’écrit pas à toute la session. */
  readonly aDire: Awaited<ReturnType<typeof quiTientLeProgramme>>
  readonly retenue: string | undefined
}

/** Ce qu’une pièce déjà émise devient : signée, elle reste et se complète ; sinon, la suivante la remplace. */
const suiteDe = (p: PieceEmise): string =>
  p.genre === 'devis'
    ? p.client
      ? 'Reste tel qu’approuvé : la convention dira la nouvelle version.'
      : 'À émettre de nouveau, s’il doit encore être approuvé.'
    : p.client
      ? 'Reste. Un avenant dira ce qui change.'
      : 'À émettre de nouveau : la nouvelle pièce remplacera celle-ci.'

const lire = async (tx: TenantTx, session: SessionLue, visiteur: Visiteur, maintenant: Date): Promise<Lu> => {
  const lireUne = (id: string | undefined) => (id ? lireVersion(tx, id as VersionId) : undefined)
  const avant = await lireUne(session.versionSuivie?.id)
  const apres = await lireUne(session.versionEnVigueur?.id)
  const portee = await porteeDe(tx, visiteur, 'inscriptions.lire', session)
  const voit = voitQuelqueChose(portee)
  const changements = avant && apres ? differences(avant.contenu, apres.contenu) : undefined
  const pieces = voit ? await piecesUneFois(tx, session.id) : []
  return {
    session,
    changements,
    pieces: pieces.filter((p) => engage(p.genre) && enEst(portee, p.objet as never)),
    remis: voit
      ? (await remisesUneFois(tx, session.id)).filter((r) => r.genre === 'information-l6353-8').length
      : 0,
    aDire:
      changePourElle(changements) &&
      (await porteeDe(tx, visiteur, 'inscriptions.convoquer', session)) === 'tout'
        ? await quiTientLeProgramme(tx, session, maintenant)
        : [],
    retenue: (await retientVersion(tx, session, maintenant))?.phrase,
  }
}

const Vue = ({
  session,
  changements,
  pieces,
  remis,
  aDire,
  retenue,
  form,
}: Lu & { form: FormOf<typeof fields> }) => {
  const { versionSuivie: avant, versionEnVigueur: apres } = session
  const retour = sessionUrl({ session: session.id })
  const joints = aDire.filter((d) => d.courriel !== null)
  const muets = aDire.filter((d) => d.courriel === null)
  return (
    <Page
      title="La version de l’offre"
      lede={`${session.numero}, ${session.intitule}. ${
        avant
          ? `La session suit la version ${avant.numero}`
          : 'La session est d’avant les versions de l’offre'
      }${apres && apres.id !== avant?.id ? `, la version ${apres.numero} est en vigueur` : ''}.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: retour },
      ]}
      alert={form.alert}
    >
      {changements && apres && avant && apres.id !== avant.id ? (
        <Section titre="Ce qui change" id="differences">
          <Differences
            lignes={changements}
            avant={`version ${avant.numero}`}
            apres={`version ${apres.numero}`}
          />
        </Section>
      ) : null}
      {pieces.length > 0 && !retenue ? (
        <Section titre="Déjà émis" id="emis" sous="Une pièce émise ne se réécrit pas.">
          <Table
            legende="Pièces déjà émises pour cette session"
            lignes={pieces}
            colonnes={[
              {
                titre: 'Pièce',
                entete: true,
                cell: (p) => (
                  <>
                    <a href={pieceUrl({ piece: p.id })}>{p.numero}</a>, {nomDuGenre(p.genre)}
                  </>
                ),
              },
              { titre: 'Client', cell: (p) => (p.client ? 'signée' : p.envoyee ? 'à signer' : 'pas signée') },
              { titre: 'Ensuite', cell: suiteDe },
            ]}
          />
        </Section>
      ) : null}
      {retenue ? (
        <Section titre="Elle la garde" id="garde">
          <p>
            {retenue} <a href={retour}>Revenir à la session</a> ou{' '}
            <a href={offreUrl({ offre: session.offre })}>voir l’offre</a>.
          </p>
        </Section>
      ) : (
        <Section titre="Confirmer" id="confirmer">
          <Confirm
            form={form}
            titre={`Suivre la version ${apres?.numero} ?`}
            phrase={
              <>
                Ce qui s’émettra désormais dira la version {apres?.numero}. Le prix, les dates, le lieu et la
                modalité restent <a href={modifierSessionUrl({ session: session.id })}>ceux de la session</a>.
                {remis > 0
                  ? ` ${compter(remis, 'personne')} ${remis > 1 ? 'ont' : 'a'} déjà reçu le programme d’avant.`
                  : ''}
              </>
            }
            geste={`Suivre la version ${apres?.numero}`}
            genre="call"
            renoncer={{ libelle: 'Garder la version', href: retour }}
          >
            <input type="hidden" name="version" value={apres?.id} />
            {joints.length > 0 ? (
              <CheckboxField
                form={form}
                name="dire"
                label={`Dire ce qui change, par courriel, à ${enumerer(joints.map((d) => d.nom))}`}
              />
            ) : null}
            {muets.length > 0 ? (
              <p class="sub">À prévenir de vive voix : {enumerer(muets.map((d) => d.nom))}.</p>
            ) : null}
          </Confirm>
        </Section>
      )}
    </Page>
  )
}

const chemin = `${sessionPath}/version` as const

export const versionSessionPage = ({ db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>) =>
  new Hono<Env>()
    .use(chemin, exigerDroit('sessions.lire'))
    .get(chemin, (c) =>
      pourSession(c, db, 'sessions.planifier', async (tx, visiteur, session) =>
        c.html(
          <Vue
            {...(await lire(tx, session, visiteur, clock.now()))}
            form={emptyForm<'version' | 'dire'>(undefined, { dire: 'on' })}
          />,
        ),
      ),
    )
    .post(chemin, async (c) => {
      const lu = await readForm(fields, c)
      return pourSession(c, db, 'sessions.planifier', async (tx, visiteur, session) => {
        const vue = async (form: FormOf<typeof fields>, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue {...(await lire(tx, session, visiteur, clock.now()))} form={form} />, status)
        if (!lu.ok) return vue(lu.form, lu.status)
        const avant = await lire(tx, session, visiteur, clock.now())
        const fait = await suivreVersion(tx, { id: session.id, version: lu.data.version }, clock.now())
        if (!fait.ok)
          return vue(
            withAlert(lu.form, { titre: 'La session garde sa version', phrase: fait.error.phrase }),
            409,
          )
        const dits =
          fait.value.change && lu.data.dire && avant.aDire.length > 0
            ? await direVersion(
                { keys, clock },
                tx,
                session,
                (avant.changements ?? []).flatMap((d) => (deLaSession.has(d.cle) ? [] : [d.nom])),
              )
            : 0
        return redirectWith(c, suiteOu(c, sessionUrl({ session: session.id })), {
          genre: 'fait',
          fort: fait.value.change
            ? `La session suit la version ${fait.value.numero} de l’offre.`
            : 'Rien n’a changé.',
          ...(dits > 0 ? { suite: `Un courriel l’apprend à ${compter(dits, 'personne')}.` } : {}),
        })
      })
    })
